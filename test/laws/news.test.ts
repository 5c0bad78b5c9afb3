import { expect, it } from 'vitest';
import type { Round } from '../../src/core/handle.ts';
import { createShop, definePay } from './shop.ts';

// What listeners hear of rounds, and of what is done.

const cart = { cart: 'c1', amount: 20 };

it('`onDone` is told in another tab of what was done after the last one, where it saw only its end', async () => {
  const save = definePay({ kind: 'save' });
  const shop = createShop([save]);
  const a = await shop.enter(save, { name: 'a' });
  const b = await shop.enter(save, { name: 'b' });
  const told: unknown[] = [];
  b.client.onDone(({ data }) => told.push(data));
  void a.handle.run(cart);
  await shop.world.clock.advance(1000);
  expect(told).toHaveLength(1);
  b.tab.suspend();
  void a.handle.run({ ...cart, amount: 40 });
  await shop.world.clock.advance(1000);
  await b.tab.resume();
  await shop.world.clock.advance(1000);
  expect(b.handle.getView()).toMatchObject({ status: 'done', data: { amount: 40 } });
  expect(told).toHaveLength(2);
});

it('a round of a tap that is found to be stored later is not over before it is', async () => {
  const pay = definePay();
  const shop = createShop([pay]);
  const { handle, client } = await shop.enter(pay, { name: 'a' });
  const rounds: Round[] = [];
  client.onRound((round) => rounds.push(round));
  // Stored, and reported as failed; the readings after that fail, too.
  shop.world.disk.failNext('report', 2);
  void handle.run(cart);
  await shop.world.clock.advance(60_000);
  expect(handle.getView()).toMatchObject({ status: 'done' });
  expect(rounds).toHaveLength(1);
  expect(await rounds[0]?.finished).toMatchObject({ status: 'done' });
});
