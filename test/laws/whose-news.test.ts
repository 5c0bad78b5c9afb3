import { expect, it } from 'vitest';
import { createShop, definePay } from './shop.ts';

// Law 9: that something is done is told to the one whose it is, and to nobody who is here meanwhile.

const pay = definePay();

/** A page on which ann and then bob have paid, and somebody else is by the time that both are done. */
const bothAway = async () => {
  const shop = createShop([pay]);
  const { clock, server } = shop.world;
  const { client } = await shop.enter(pay, { scope: 'ann' });
  const told: unknown[] = [];
  client.onDone(({ input }) => told.push(input));
  for (const [user, amount] of [
    ['ann', 10],
    ['bob', 20],
  ] as const) {
    client.setScope(user);
    await clock.advance(100);
    server.failNext({ answer: 5000 });
    void client.run(pay, { cart: 'c1', amount }, { subject: 'c1' });
    await clock.advance(100);
  }
  client.setScope('eve');
  await clock.advance(10_000);
  expect(shop.charges).toHaveLength(2);
  expect(told).toEqual([]);
  const enter = async (user: string) => {
    client.setScope(user);
    await clock.advance(1000);
  };
  return { told, enter };
};

it('each hears of their own once they are back, and only once', async () => {
  const { told, enter } = await bothAway();
  await enter('bob');
  expect(told).toEqual([{ cart: 'c1', amount: 20 }]);
  await enter('ann');
  expect(told).toEqual([
    { cart: 'c1', amount: 20 },
    { cart: 'c1', amount: 10 },
  ]);
  for (const user of ['eve', 'bob', 'ann']) await enter(user);
  expect(told).toHaveLength(2);
});
