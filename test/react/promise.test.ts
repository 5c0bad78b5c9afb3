import { expect, it } from 'vitest';
import { english } from '../../src/react/english.ts';
import { say } from '../../src/react/say.ts';
import { createShop, definePay, visit } from '../laws/shop.ts';

it('promises nothing of an endpoint that honours no ID, where a reload has asked in vain (laws 7 and 12)', async () => {
  const pay = definePay({
    endpoint: 'unprotected',
    check: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`),
  });
  const shop = createShop([pay]);
  const first = await shop.enter(pay, { name: 'a' });
  shop.world.server.failNext({ answer: 'hang' });
  void first.handle.run({ cart: 'c1', amount: 20 });
  await shop.world.clock.settle();
  shop.world.server.fault = () => ({ request: 'refuse' });
  const { handle } = await visit(first.tab.reload(), [pay], pay, null, 'c1', shop.world);
  await shop.world.clock.advance(60_000);
  expect(handle.getView()).toMatchObject({ status: 'check', step: 'check' });
  expect(say(handle.getView(), pay, english)).toBe(
    'We got no answer yet. You may have been charged. Check the status.',
  );
});
