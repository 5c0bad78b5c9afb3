import { expect, it } from 'vitest';
import { createShop, definePay, json } from './shop.ts';

// A question that is under way, or comes again, as another user signs in.

const cart = { cart: 'c1', amount: 20 };
const asking = definePay({
  retry: [0, 0, 0],
  check: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`),
});

it('law 9: nothing is asked beside another user by the rewriting of an answer that could not be stored', async () => {
  const shop = createShop([asking]);
  const { handle } = await shop.enter(asking, { name: 'a', scope: 'ann' });
  const other = shop.open('b');
  shop.answer(() => new Response('<p>', { status: 200 }), 'after');
  void handle.run(cart);
  await shop.world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'check' });
  // A question of hers that is answered with an error, which cannot be stored for a second and a half.
  shop.world.server.fault = () => {
    shop.world.server.fault = undefined;
    shop.world.disk.failNext('write', 99);
    return { answer: 'drop' };
  };
  void handle.proceed();
  await shop.world.clock.settle();
  const calls = shop.world.server.calls.length;
  expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'backoff', durability: 'memory' });
  other.client.setScope('bob');
  await shop.world.clock.advance(1600);
  expect(shop.world.server.calls).toHaveLength(calls);
  shop.world.disk.heal();
  await shop.world.clock.advance(60_000);
  expect(shop.world.server.calls).toHaveLength(calls);
});

it('nor what a guest has taken along, and is asked about as they have signed in, by a check that does something else first', async () => {
  let go = () => {};
  const patient = definePay({
    async check(id, { fetch }) {
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      return fetch(`https://shop.test/pay/${id}`);
    },
  });
  const shop = createShop([patient]);
  const { client, handle } = await shop.enter(patient, { name: 'a' });
  const other = shop.open('b');
  shop.answer(() => json(503, {}, { 'Retry-After': '20' }));
  void handle.run(cart);
  await shop.world.clock.settle();
  expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'backoff' });
  client.setScope('ann');
  await shop.world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'checking' });
  const calls = shop.world.server.calls.length;
  other.client.setScope('bob');
  await shop.world.clock.advance(100);
  go();
  await shop.world.clock.advance(1000);
  expect(shop.world.server.calls).toHaveLength(calls);
});
