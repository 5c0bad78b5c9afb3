import { expect, it } from 'vitest';
import { createShop, definePay, json } from './shop.ts';

it('law 7: who taps anew as the decline comes is not told that what they asked for was not sent', async () => {
  const pay = definePay();
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  shop.answer(() => json(402, { code: 'card' }));
  shop.world.server.failNext({ answer: 1000 });
  let again: Promise<unknown> | undefined;
  handle.subscribe(() => {
    // Such as a list of cards that is tried one after the other.
    if (handle.getView().status === 'declined') again ??= handle.run({ cart: 'c1', amount: 40 });
  });
  const first = handle.run({ cart: 'c1', amount: 20 });
  await shop.world.clock.advance(5000);
  expect(shop.charges.map(({ body }) => JSON.parse(body).amount)).toEqual([40]);
  await Promise.all([first, again]);
  expect(await again).toMatchObject({ status: 'done', data: { amount: 40 } });
  expect(handle.getView()).not.toHaveProperty('inputChanged');
  expect(await again).not.toHaveProperty('inputChanged');
});
