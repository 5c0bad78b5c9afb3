import { expect, it } from 'vitest';
import { createShop, definePay, json } from './shop.ts';

// A delay ends between two numbers that a clock of a day can show. A page that is that old goes on all the same, and so
// does a test that lets a day pass.

it('a page that is open for a day waits between its attempts, and goes on', async () => {
  const pay = definePay();
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  await shop.world.clock.advance(86_460_000);
  shop.answer(() => json(503, {}), 'after', 3);
  void handle.run({ cart: 'c1', amount: 20 });
  await shop.world.clock.advance(30_000);
  expect(handle.getView()).toMatchObject({ status: 'done' });
  expect(shop.charges).toHaveLength(1);
});
