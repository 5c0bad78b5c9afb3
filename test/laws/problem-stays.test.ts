import { expect, it } from 'vitest';
import type { Schema } from '../../src/core/standardSchema.ts';
import { createShop, definePay } from './shop.ts';

const nothing: Schema<never, never> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: () => ({ issues: [{ message: 'Enter an amount.', path: ['amount'] }] }),
  },
};

it('what is wrong with an input is still said when the person is back from another tab', async () => {
  const pay = definePay({ input: nothing as never });
  const shop = createShop([pay]);
  const { handle, tab } = await shop.enter(pay, { name: 'a' });
  void handle.run({ cart: 'c1', amount: 0 });
  await shop.world.clock.settle();
  expect(handle.getView()).toMatchObject({ status: 'idle', problem: { code: 'invalid' } });
  tab.suspend();
  await tab.resume('focus');
  await shop.world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'idle', problem: { code: 'invalid' } });
});
