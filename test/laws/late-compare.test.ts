import { expect, it } from 'vitest';
import { checkedAfter, createShop, definePay, json } from './shop.ts';

type Input = { cart: string; amount: number };

it('law 7: a tap of before, whose check was slow, does not say of the next action that its input was not sent', async () => {
  let go = () => {};
  const slow = definePay({
    input: checkedAfter<Input>(
      ({ amount }) =>
        // A voucher that is asked about.
        amount === 30 &&
        new Promise<void>((resolve) => {
          go = resolve;
        }),
    ),
  });
  const shop = createShop([slow]);
  const { handle } = await shop.enter(slow, { name: 'a' });
  shop.answer(() => json(402, { code: 'card' }));
  shop.world.server.failNext({ answer: 1000 });
  const first = handle.run({ cart: 'c1', amount: 20 });
  await shop.world.clock.advance(500);
  const second = handle.run({ cart: 'c1', amount: 30 });
  await shop.world.clock.advance(2000);
  expect(await first).toMatchObject({ status: 'declined' });
  expect(handle.getView()).toMatchObject({ status: 'declined' });
  // The person pays 40 now, and that is what is sent.
  shop.world.server.failNext({ answer: 3000 });
  const third = handle.run({ cart: 'c1', amount: 40 });
  await shop.world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'pending' });
  go();
  await shop.world.clock.advance(5000);
  expect(shop.charges.map(({ body }) => JSON.parse(body).amount)).toEqual([40]);
  await Promise.all([second, third]);
  expect(await third).toMatchObject({ status: 'done', data: { amount: 40 } });
  expect(await third).not.toHaveProperty('inputChanged');
  expect(handle.getView()).not.toHaveProperty('inputChanged');
});
