import { describe, expect, it } from 'vitest';
import { createShop, definePay, json, visit } from './shop.ts';

// Another user has signed in in another tab: what this one may still do, and what not.

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();
const asking = definePay({ check: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`) });

/** An action of ann's that may have run, and how many calls there were. */
async function inDoubt(action = asking) {
  const shop = createShop([action]);
  const { tab, client, handle } = await shop.enter(action, { name: 'a', scope: 'ann' });
  shop.answer(() => new Response('<p>', { status: 200 }), 'after');
  void handle.run(cart);
  await shop.world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'check' });
  return { shop, tab, client, handle, calls: shop.world.server.calls.length };
}

describe('nothing is asked', () => {
  it('by a tap that waited for its scope', async () => {
    const { shop, tab, calls } = await inDoubt();
    tab.close();
    const { client } = await shop.enter(asking, { name: 'b' });
    const recover = shop.world.disk.hang();
    client.setScope('ann');
    void client.run(asking, cart, { subject: 'c1' });
    await shop.world.clock.advance(100);
    shop.open('c').client.setScope('bob');
    await shop.world.clock.advance(100);
    recover();
    await shop.world.clock.advance(60_000);
    expect(shop.world.server.calls).toHaveLength(calls);
  });

  it('by a tap whose scope ends as the store is read', async () => {
    const { shop, client, handle, calls } = await inDoubt();
    client.setScope(undefined);
    client.setScope('ann');
    const recover = shop.world.disk.hang();
    void handle.run(cart);
    shop.open('b').client.setScope('bob');
    await shop.world.clock.settle();
    recover();
    await shop.world.clock.advance(60_000);
    expect(shop.world.server.calls).toHaveLength(calls);
  });

  /** From now on locks come late. Returns the function that ends that. */
  const slowLocks = ({ ports: { lock } }: Awaited<ReturnType<typeof inDoubt>>['tab']) => {
    const { acquire } = lock;
    let go = () => {};
    const wait = new Promise<void>((resolve) => {
      go = resolve;
    });
    lock.acquire = async (...request) => {
      const got = await acquire(...request);
      await wait;
      return got;
    };
    return () => go();
  };

  it.each(['in another tab', 'in this one'])(
    'by a tap that waits for the lock as they come: %s',
    async (where) => {
      const { shop, tab, client, handle, calls } = await inDoubt();
      const go = slowLocks(tab);
      const view = handle.run(cart);
      await shop.world.clock.advance(100);
      if (where === 'in this one') client.setScope('bob');
      else shop.open('c').client.setScope('bob');
      await shop.world.clock.advance(100);
      go();
      await shop.world.clock.advance(60_000);
      expect(shop.world.server.calls).toHaveLength(calls);
      await view;
      expect(shop.openRow()).toMatchObject({ status: 'check' });
    },
  );

  it('by a check that does something else first', async () => {
    let go = () => {};
    const patient = definePay({
      async check(id, { fetch }) {
        await new Promise<void>((resolve) => {
          go = resolve;
        });
        return fetch(`https://shop.test/pay/${id}`);
      },
    });
    const { shop, client, handle, calls } = await inDoubt(patient);
    const view = handle.run(cart);
    await shop.world.clock.advance(100);
    client.setScope('bob');
    go();
    await shop.world.clock.advance(60_000);
    expect(shop.world.server.calls).toHaveLength(calls);
    await view;
    expect(shop.openRow()).toMatchObject({ status: 'check' });
  });

  it('by a page load that is left while it waits for the lock', async () => {
    const { shop, tab, calls } = await inDoubt();
    const later = tab.reload();
    const go = slowLocks(later);
    const { client } = await visit(later, [asking], asking, 'ann', 'c1', shop.world);
    client.setScope('bob');
    await shop.world.clock.settle();
    go();
    await shop.world.clock.advance(30_000);
    expect(shop.world.server.calls).toHaveLength(calls);
  });
});

it('nothing is asked by a page that comes back, also where that its round is over could not be written', async () => {
  const { shop, tab, handle, calls } = await inDoubt();
  const other = shop.open('c');
  shop.world.server.failNext({ request: 2000, answer: 'drop' });
  void handle.proceed();
  await shop.world.clock.settle();
  tab.page.leave();
  await shop.world.clock.advance(2000);
  expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'checking' });
  shop.world.disk.failNext('write');
  other.client.setScope('bob');
  await shop.world.clock.settle();
  tab.page.show();
  await shop.world.clock.advance(60_000);
  expect(handle.getView()).toMatchObject({ status: 'check', locked: false });
  expect(shop.world.server.calls).toHaveLength(calls + 1);
});

it.each(['in another tab', 'in this one'])(
  'nothing is cancelled for who has gone, by a cancel that does something else first: %s',
  async (where) => {
    let go = () => {};
    const patient = definePay({
      async cancel(id, { fetch }) {
        await new Promise<void>((resolve) => {
          go = resolve;
        });
        return fetch(`https://shop.test/cancel/${id}`);
      },
    });
    const { shop, client, handle, calls } = await inDoubt(patient);
    const view = handle.abandon({ understood: true });
    await shop.world.clock.advance(100);
    if (where === 'in this one') client.setScope('bob');
    else shop.open('c').client.setScope('bob');
    await shop.world.clock.advance(100);
    go();
    await shop.world.clock.advance(1000);
    await view;
    expect(shop.world.server.calls).toHaveLength(calls);
    expect(shop.openRow()).toBeUndefined();
  },
);

it('who gives up beside another user has it cancelled: that is a tap', async () => {
  const cancelling = definePay({ cancel: (id, { fetch }) => fetch(`https://shop.test/cancel/${id}`) });
  const { shop, handle, calls } = await inDoubt(cancelling);
  shop.open('c').client.setScope('bob');
  await shop.world.clock.advance(100);
  void handle.abandon({ understood: true });
  await shop.world.clock.advance(1000);
  expect(shop.world.server.calls).toHaveLength(calls + 1);
});

describe('what its sender has left is not locked', () => {
  it('where the first write of its end fails', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a', scope: 'ann' });
    shop.world.server.failNext({ request: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    const other = shop.open('c');
    const tab = a.tab.reload();
    const recover = shop.world.disk.hang();
    const { handle } = await visit(tab, [pay], pay, 'ann', 'c1', shop.world);
    other.client.setScope('bob');
    await shop.world.clock.advance(100);
    const { transact } = tab.ports.store;
    let refused = 0;
    tab.ports.store.transact = (mode, work) =>
      mode === 'read' || refused++
        ? transact(mode, work)
        : Promise.reject(new DOMException('', 'UnknownError'));
    recover();
    await shop.world.clock.advance(600_000);
    expect(handle.getView()).toMatchObject({ status: 'check', locked: false });
    expect(shop.ids()).toHaveLength(1);
  });

  it('where it dies before a tab that has waited for it', async () => {
    const shop = createShop([pay]);
    const sender = await shop.enter(pay, { name: 'z', scope: 'ann' });
    const { handle } = await shop.enter(pay, { name: 'a', scope: 'ann' });
    shop.world.server.failNext({ request: 'hang' });
    void sender.handle.run(cart);
    await shop.world.clock.settle();
    sender.tab.suspend();
    shop.open('c').client.setScope('bob');
    await shop.world.clock.advance(100);
    sender.tab.close();
    await shop.world.clock.advance(600_000);
    expect(handle.getView()).toMatchObject({ locked: false });
    expect(shop.ids()).toHaveLength(1);
  });

  it('where it was tapped after they had come, and dies before its answer', async () => {
    const shop = createShop([pay]);
    const sender = await shop.enter(pay, { name: 'z', scope: 'ann' });
    const { handle } = await shop.enter(pay, { name: 'a', scope: 'ann' });
    shop.open('c').client.setScope('bob');
    await shop.world.clock.advance(100);
    shop.world.server.failNext({ request: 'hang' });
    void sender.handle.run(cart);
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
    const view = handle.run(cart);
    sender.tab.close();
    await shop.world.clock.advance(1000);
    expect(await view).toMatchObject({ status: 'check', locked: false });
    expect(shop.ids()).toHaveLength(1);
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
  });

  it('but a page load that was stopped does not end what its user has gone on with since (law 3)', async () => {
    const shop = createShop([pay]);
    const z = await shop.enter(pay, { name: 'z', scope: 'ann' });
    shop.world.server.failNext({ request: 'hang' });
    void z.handle.run(cart);
    await shop.world.clock.settle();
    z.tab.close();
    const c = shop.open('c');
    const tab = shop.world.tab('b');
    const { acquire } = tab.ports.lock;
    tab.ports.lock.acquire = (...request) => {
      tab.suspend();
      return acquire(...request);
    };
    const recover = shop.world.disk.hang();
    await visit(tab, [pay], pay, 'ann', 'c1', shop.world);
    c.client.setScope('bob');
    await shop.world.clock.settle();
    recover();
    await shop.world.clock.settle();
    const a = await shop.enter(pay, { name: 'a', scope: 'ann' });
    shop.answer(() => json(503, {}, { 'Retry-After': '5' }));
    for (let s = 0; s < 60 && shop.ids().length < 2; s++) await shop.world.clock.advance(1000);
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'backoff' });
    await tab.resume();
    await shop.world.clock.advance(20_000);
    expect(a.handle.getView()).toMatchObject({ status: 'done' });
  });
});

it('a tap after they have come is sent as any tap, also while its scope waits', async () => {
  const shop = createShop([pay]);
  const { client } = await shop.enter(pay, { name: 'a' });
  const recover = shop.world.disk.hang();
  client.setScope('ann');
  await shop.world.clock.advance(100);
  shop.open('b').client.setScope('bob');
  await shop.world.clock.advance(100);
  const view = client.run(pay, cart, { subject: 'c1' });
  await shop.world.clock.advance(100);
  recover();
  await shop.world.clock.advance(60_000);
  expect(await view).toMatchObject({ status: 'done' });
});

it('a scope that is said again while the store hangs says its problem as soon as the first time', async () => {
  const shop = createShop([pay]);
  const { client } = shop.open('a');
  shop.world.disk.hang();
  for (const scope of ['ann', undefined, 'ann']) client.setScope(scope);
  const handle = client.handle(pay, 'c1');
  handle.subscribe(() => {});
  await shop.world.clock.advance(3100);
  expect(handle.getView()).toMatchObject({ status: 'idle', problem: { code: 'storage_unreadable' } });
});

it('`onDone` is told of both where an own generator gives two users one ID', async () => {
  const own = definePay({ requestId: () => 'order-0000000000000017' });
  const shop = createShop([own]);
  const { client, handle } = await shop.enter(own, { name: 'a', scope: 'ann' });
  const told: unknown[] = [];
  client.onDone(({ data }) => told.push(data));
  void handle.run(cart);
  await shop.world.clock.advance(1000);
  client.setScope('bob');
  await shop.world.clock.advance(1000);
  void handle.run(cart);
  await shop.world.clock.advance(1000);
  expect(told).toHaveLength(2);
});
