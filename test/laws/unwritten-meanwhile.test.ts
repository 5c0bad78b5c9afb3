import { expect, it } from 'vitest';
import { done, unreached } from '../../src/core/answers.ts';
import { createShop, definePay, visit } from './shop.ts';

// An answer of this tab cannot be written yet, and other tabs go on meanwhile.

const cart = { cart: 'c1', amount: 20 };
const body = (input: unknown) => ({ method: 'POST', body: JSON.stringify(input) });

/** In `a` a second payment waits in its own `send`; the late answer of the one that was given up before is here, and `fails` to be stored. */
async function waiting(fails: boolean, other = definePay()) {
  let answer = (_: unknown) => {};
  let pass = () => {};
  let calls = 0;
  const patient = definePay({
    retry: [],
    send: async (input, { fetch }) => {
      calls++;
      if (calls === 1)
        return new Promise((resolve) => {
          answer = resolve;
        });
      await new Promise<void>((resolve) => {
        pass = resolve;
      });
      return fetch('https://shop.test/pay', body(input));
    },
  });
  const shop = createShop([patient]);
  const a = await shop.enter(patient, { name: 'a' });
  const b = await visit(shop.world.tab('b'), [other], other, null, 'c1', shop.world);
  void a.handle.run(cart);
  await shop.world.clock.advance(11_000);
  expect(a.handle.getView()).toMatchObject({ status: 'check' });
  void a.handle.abandon({ understood: true });
  await shop.world.clock.advance(1000);
  void a.handle.run(cart);
  await shop.world.clock.settle();
  expect(a.handle.getView()).toMatchObject({ status: 'pending' });
  if (fails) shop.world.disk.failNext('write');
  answer(done({ id: 'first', amount: 20 }));
  await shop.world.clock.settle();
  // WebKit's back/forward cache: the other tab has the lock, and claims the record.
  a.tab.suspend();
  shop.world.locks.drop(a.tab.id);
  return { shop, a, b, pass };
}

it.each([false, true])(
  'law 3: the door refuses who lost the fence, also where that tab has an older answer yet to write (%s)',
  async (fails) => {
    const { shop, a, pass } = await waiting(fails);
    shop.world.server.failNext({ request: 5000 });
    await shop.world.clock.advance(1100);
    expect(shop.openRow()).toMatchObject({ status: 'pending', owner: 'b' });
    expect(shop.ids()).toHaveLength(1);
    await a.tab.resume('show');
    pass();
    await shop.world.clock.advance(500);
    expect(shop.ids()).toHaveLength(1);
  },
);

it.each([false, true])(
  'law 4: nor is sent what was given up meanwhile, and paid under a new ID (%s)',
  async (fails) => {
    const { shop, a, b, pass } = await waiting(fails, definePay({ retry: [] }));
    await shop.world.clock.advance(600);
    expect(b.handle.getView()).toMatchObject({ status: 'check' });
    void b.handle.abandon({ understood: true });
    await shop.world.clock.settle();
    void b.handle.run(cart);
    await shop.world.clock.advance(600);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
    await a.tab.resume('show');
    pass();
    await shop.world.clock.advance(500);
    expect(shop.charges).toHaveLength(1);
  },
);

it('law 7: "nothing happened" is said no more once another tab has paid, also where it could not be stored', async () => {
  const never = definePay({ send: () => unreached(), retry: [] });
  const fast = definePay();
  const shop = createShop([never]);
  const a = await shop.enter(never, { name: 'a' });
  const b = await visit(shop.world.tab('b'), [fast], fast, null, 'c1', shop.world);
  let stored = 0;
  const { transact } = a.tab.ports.store;
  // The tap is stored, and nothing after it.
  a.tab.ports.store.transact = (mode, work) =>
    mode === 'read' || stored++ === 0
      ? transact(mode, work)
      : Promise.reject(new DOMException('', 'QuotaExceededError'));
  void a.handle.run(cart);
  await shop.world.clock.settle();
  await shop.world.clock.advance(1000);
  expect(b.handle.getView()).toMatchObject({ status: 'done' });
  expect(shop.charges).toHaveLength(1);
  expect(a.handle.getView()).not.toMatchObject({ status: 'retry' });
});

it('law 8: what was given up and is done all the same is listed, also where that was stored at the second try', async () => {
  let answer = (_: unknown) => {};
  let calls = 0;
  const late = definePay({
    retry: [],
    timeout: 1000,
    send: () => {
      calls++;
      if (calls > 1) return done({ id: 'r2', amount: 20 });
      return new Promise((resolve) => {
        answer = resolve;
      });
    },
  });
  const shop = createShop([late]);
  const { handle, client } = await shop.enter(late, { name: 'a' });
  const told: unknown[] = [];
  client.onDone(({ data }) => told.push(data));
  void handle.run(cart);
  await shop.world.clock.advance(2000);
  void handle.abandon({ understood: true });
  await shop.world.clock.advance(1000);
  void handle.run(cart);
  await shop.world.clock.advance(1000);
  shop.world.disk.failNext('write');
  answer(done({ id: 'r1', amount: 20 }));
  await shop.world.clock.advance(60_000);
  expect(client.getOpen().map((one) => one.getView())).toMatchObject([
    { status: 'done', data: { id: 'r1' } },
  ]);
  expect(told).toHaveLength(2);
});
