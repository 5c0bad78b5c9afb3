import { expect, it } from 'vitest';
import { declined, done } from '../../src/core/answers.ts';
import { createShop, definePay } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };
const pay = definePay({ once: false });

/** A payment that was given up in doubt, and whose own SDK answers 40 s after its tap, when the slot holds another one. */
async function givenUp() {
  let calls = 0;
  const patient = definePay({
    once: false,
    send: (input, { fetch }) => {
      calls++;
      if (calls === 1)
        return new Promise((resolve) => shop.world.clock.after(40_000, () => resolve(done({ amount: 20 }))));
      return fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(input) });
    },
  });
  const shop = createShop([patient]);
  const a = await shop.enter(patient, { name: 'a' });
  let changes = 0;
  a.client.subscribeOpen(() => changes++);
  shop.world.server.failNext({ request: 'hang' }, 9);
  void a.handle.run(cart);
  await shop.world.clock.advance(31_000);
  const given = a.handle.getView();
  await a.handle.abandon({ understood: true });
  expect(a.client.getOpen()).toEqual([]);
  void a.handle.run({ ...cart, amount: 30 });
  await shop.world.clock.advance(8000);
  expect(a.client.getOpen()).toEqual([a.handle]);
  return { shop, ...a, given, changes: () => changes };
}

it('lists what was given up and happened all the same, beside what its slot holds now (law 8)', async () => {
  const { shop, client, handle, given } = await givenUp();
  await shop.world.clock.advance(2000);
  const [first, late, ...more] = client.getOpen();
  expect(first).toBe(handle);
  expect(late?.getView()).toMatchObject({ status: 'done', data: { amount: 20 } });
  expect(late?.getView()).toMatchObject({ requestId: given.status === 'check' && given.requestId });
  expect(more).toEqual([]);
  await late?.dismiss();
  expect(client.getOpen()).toEqual([handle]);
});

it.each(['run', 'proceed'] as const)(
  'has no step for what is done already: %s changes nothing of it, nor of what its slot holds now (law 8)',
  async (verb) => {
    const { shop, client } = await givenUp();
    await shop.world.clock.advance(60_000);
    const list = client.getOpen();
    const [first, late] = list;
    const before = [first?.getView(), late?.getView(), shop.ids().length];
    expect(before).toMatchObject([
      { status: 'check' },
      { status: 'done', data: { amount: 20 } },
      expect.anything(),
    ]);
    const said = late?.[verb](cart);
    await shop.world.clock.advance(1000);
    expect(await said).toBe(late?.getView());
    expect(client.getOpen()).toBe(list);
    expect([first?.getView(), late?.getView(), shop.ids().length]).toEqual(before);
  },
);

it('says that the list has changed when it has, and not with each attempt', async () => {
  const { shop, client, changes } = await givenUp();
  const before = changes();
  expect(before).toBe(3);
  await shop.world.clock.advance(2000);
  const list = client.getOpen();
  expect(list).toHaveLength(2);
  expect(changes()).toBe(before + 1);
  await shop.world.clock.advance(5000);
  expect(client.getOpen()).toBe(list);
  expect(changes()).toBe(before + 1);
});

it('tells nobody of what is done in a scope that was left, and the person who comes back', async () => {
  const shop = createShop([pay]);
  const { client, handle } = await shop.enter(pay, { name: 'a', scope: 'ann' });
  const done: unknown[] = [];
  client.onDone((one) => done.push(one.data));
  shop.world.server.failNext({ answer: 5000 });
  void handle.run(cart);
  await shop.world.clock.advance(1000);
  client.setScope('bob');
  await shop.world.clock.advance(10_000);
  expect(done).toEqual([]);
  expect(client.getOpen()).toEqual([]);
  expect(handle.getView()).toMatchObject({ status: 'idle' });
  client.setScope('ann');
  await shop.world.clock.settle();
  expect(handle.getView()).toMatchObject({ status: 'done', data: { amount: 20 } });
});

it('lists what was declined and happened all the same, once its slot has moved on (laws 7 and 8)', async () => {
  let late = (_: unknown) => {};
  let calls = 0;
  const twice = definePay({
    timeout: 1000,
    send: () => {
      calls++;
      if (calls > 1) return calls === 2 ? declined({ code: 'card_declined' }) : done({ id: 'second' });
      return new Promise((resolve) => {
        late = resolve;
      });
    },
  });
  const shop = createShop([twice]);
  const { handle, client } = await shop.enter(twice, { name: 'a' });
  void handle.run(cart);
  await shop.world.clock.advance(5000);
  expect(handle.getView()).toMatchObject({ status: 'declined' });
  const { requestId } = handle.getView() as { requestId: string };
  void handle.run(cart);
  await shop.world.clock.advance(1000);
  late(done({ id: 'first' }));
  await shop.world.clock.settle();
  expect(client.getOpen().map((one) => one.getView())).toMatchObject([{ status: 'done', requestId }]);
});

it('what was over elsewhere while its scope was away is listed no more', async () => {
  const asking = definePay({ check: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`) });
  const shop = createShop([asking]);
  const { handle } = await shop.enter(asking, { name: 'a', scope: 'ann' });
  shop.answer(() => new Response('<p>', { status: 200 }), 'after');
  void handle.run(cart);
  await shop.world.clock.advance(1000);
  const { client } = shop.open('b');
  client.setScope('ann');
  client.setScope('bob');
  await shop.world.clock.advance(1000);
  void handle.proceed();
  await shop.world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'done' });
  client.setScope('ann');
  await shop.world.clock.advance(60_000);
  expect(client.getOpen()).toEqual([]);
});

it('what a guest gave up, and happened all the same, is listed for the user whom it went with, and for no next guest', async () => {
  const { shop, client } = await givenUp();
  const told: unknown[] = [];
  client.onDone(({ data }) => told.push(data));
  await shop.world.clock.advance(60_000);
  const list = () => client.getOpen().map((one) => one.getView().status);
  expect(list()).toEqual(['check', 'done']);
  client.setScope('ann');
  await shop.world.clock.advance(1000);
  expect(list()).toEqual(['check', 'done']);
  client.setScope(null);
  await shop.world.clock.advance(1000);
  expect(list()).toEqual([]);
  client.setScope('ann');
  await shop.world.clock.advance(1000);
  await client.getOpen()[1]?.dismiss();
  expect(list()).toEqual(['check']);
  expect(told).toHaveLength(1);
});
