import { expect, it } from 'vitest';
import { unreached } from '../../src/core/answers.ts';
import { createShop, definePay, visit } from './shop.ts';

// What another tab has done is heard of, and cannot be read.

const cart = { cart: 'c1', amount: 20 };

it('law 7: "nothing happened" is not said on, where the news of another tab could not be read', async () => {
  const never = definePay({ send: () => unreached(), retry: [] });
  const pay = definePay();
  const shop = createShop([never]);
  const b = await shop.enter(never, { name: 'b' });
  const a = await visit(shop.world.tab('a'), [pay], pay, null, 'c1', shop.world);
  void b.handle.run(cart);
  await shop.world.clock.advance(1000);
  expect(b.handle.getView()).toMatchObject({ status: 'retry' });
  const { transact } = b.tab.ports.store;
  let failed = 0;
  b.tab.ports.store.transact = (mode, work) => {
    if (failed++ < 2) return Promise.reject(new DOMException('', 'UnknownError'));
    return transact(mode, work);
  };
  void a.handle.run(cart);
  await shop.world.clock.advance(60_000);
  expect(shop.charges).toHaveLength(1);
  expect(b.handle.getView()).not.toMatchObject({ status: 'retry' });
});
