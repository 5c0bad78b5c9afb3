import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/core/engine.ts';
import type { Key, Store } from '../../src/core/ports.ts';
import { createShop, definePay, slowly, visit } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();
const HOUR = 3_600_000;

describe('law 10: intent goes stale', () => {
  it('sends what waited offline within freshness', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    shop.world.server.online = false;
    const view = handle.run(cart);
    await shop.world.clock.advance(200_000);
    expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'offline' });
    expect(shop.openRow()).toMatchObject({ attempts: [] });
    shop.world.server.online = true;
    await shop.world.clock.settle();
    expect(await view).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
  });

  it('mints nothing for a tap that waited for its scope for longer than an ID lives (law 1)', async () => {
    const shop = createShop([pay]);
    const { client, handle } = await shop.enter(pay, { name: 'a' });
    client.setScope(undefined);
    void handle.run(cart);
    await shop.world.clock.advance(21 * HOUR);
    client.setScope(null);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'idle', problem: { code: 'expired' } });
    expect(shop.openRow()).toBeUndefined();
    await handle.run(cart);
    expect(shop.charges).toHaveLength(1);
  });

  it('sends it also where its start could not be written when the network was back', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    shop.world.server.online = false;
    const view = handle.run(cart);
    await shop.world.clock.advance(5000);
    shop.world.disk.failNext('write');
    shop.world.server.online = true;
    await shop.world.clock.advance(2000);
    expect(await view).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
  });

  it('sends nothing past freshness, says `retry`, and a tap sends the same ID', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    shop.world.server.online = false;
    const view = handle.run(cart);
    await shop.world.clock.advance(301_000);
    const retry = await view;
    expect(retry).toMatchObject({ status: 'retry' });
    shop.world.server.online = true;
    await shop.world.clock.advance(60_000);
    expect(shop.ids()).toEqual([]);
    const again = handle.run(cart);
    await shop.world.clock.settle();
    expect(await again).toMatchObject({
      status: 'done',
      requestId: (retry as { requestId: string }).requestId,
    });
  });

  it('counts from the tap, and not from when its scope was known', async () => {
    const shop = createShop([pay]);
    const { client } = shop.open('a');
    const view = client.run(pay, cart, { subject: 'c1' });
    await shop.world.clock.advance(HOUR);
    client.setScope(null);
    await shop.world.clock.advance(1000);
    expect(await view).toMatchObject({ status: 'retry' });
    expect(shop.ids()).toEqual([]);
  });

  it('counts from the tap, and not from when its input was checked', async () => {
    const { schema, go } = slowly<typeof cart>();
    const slow = definePay({ input: schema, freshness: 20_000 });
    const shop = createShop([slow]);
    const { handle } = await shop.enter(slow, { name: 'a' });
    const view = handle.run(cart);
    await shop.world.clock.advance(25_000);
    go();
    await shop.world.clock.advance(1000);
    expect(await view).toMatchObject({ status: 'retry' });
    expect(shop.ids()).toEqual([]);
  });

  it('does not make a newer tap of another tab old', async () => {
    const shop = createShop([pay]);
    const a = shop.open('a');
    void a.client.run(pay, cart, { subject: 'c1' });
    await shop.world.clock.advance(360_000);
    const b = await shop.enter(pay, { name: 'b', scope: 'ann' });
    shop.world.server.failNext({ answer: 'drop' }, 9);
    void b.handle.run(cart);
    await shop.world.clock.advance(31_000);
    const tapped = shop.openRow()?.tapped;
    a.client.setScope('ann');
    await shop.world.clock.advance(31_000);
    expect(shop.openRow()?.tapped).toEqual(tapped);
  });

  it.each([
    ['forward', 24 * HOUR],
    ['back', -24 * HOUR],
  ])('survives a wall clock that jumps a day %s while it waits', async (_, jump) => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    shop.world.server.failNext({ answer: 'drop' }, 2);
    const view = handle.run(cart);
    await shop.world.clock.settle();
    shop.world.clock.jump(jump);
    await shop.world.clock.advance(60_000);
    const status = (await view).status;
    expect(['done', 'check']).toContain(status);
    expect(new Set(shop.ids()).size).toBe(1);
    expect(shop.charges).toHaveLength(1);
    if (status === 'check') {
      const again = handle.run(cart);
      await shop.world.clock.settle();
      expect((await again).status).toMatch(/done|check|idle/);
    }
    expect(shop.charges).toHaveLength(1);
  });

  it('does not resume untapped the next day, and never sends the ID again past retention', async () => {
    const shop = createShop([pay]);
    const { handle, tab } = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 'drop' }, 4);
    void handle.run(cart);
    await shop.world.clock.advance(30_000);
    const sent = shop.ids().length;
    tab.close();
    shop.world.clock.jump(2 * HOUR);
    const b = await visit(shop.world.tab('a'), [pay], pay, null, 'c1', shop.world);
    await shop.world.clock.advance(1000);
    expect(b.handle.getView()).toMatchObject({ status: 'check', reason: 'unanswered', step: 'send' });
    expect(shop.ids()).toHaveLength(sent);
    b.tab.close();
    shop.world.clock.jump(19 * HOUR);
    const c = await visit(shop.world.tab('a'), [pay], pay, null, 'c1', shop.world);
    const view = c.handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(await view).toMatchObject({ status: 'check', reason: 'expired', step: 'none' });
    expect(shop.ids()).toHaveLength(sent);
  });

  it('still asks past retention, where the definition can', async () => {
    const asking = definePay({
      check: (requestId, { fetch }) => fetch(`https://shop.test/pay/${requestId}`),
    });
    const shop = createShop([asking]);
    const { handle, tab } = await shop.enter(asking, { name: 'a' });
    shop.world.server.failNext({ answer: 'drop' }, 4);
    void handle.run(cart);
    await shop.world.clock.advance(30_000);
    const sent = shop.ids().length;
    tab.close();
    shop.world.clock.jump(21 * HOUR);
    const b = await visit(shop.world.tab('a'), [asking], asking, null, 'c1', shop.world);
    await shop.world.clock.advance(1000);
    expect(b.handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(shop.ids()).toHaveLength(sent);
  });

  it('expires a `retry` past retention: nothing happened, and the next tap is a new action', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.world.server.online = false;
    void handle.run(cart);
    await shop.world.clock.advance(301_000);
    shop.world.server.online = true;
    await shop.world.clock.advance(21 * HOUR);
    const expired = handle.proceed();
    await shop.world.clock.settle();
    expect(await expired).toMatchObject({ status: 'idle', problem: { code: 'expired' } });
    const view = handle.run(cart);
    await shop.world.clock.settle();
    expect(await view).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
  });

  it.each([
    ['their own scope', 'ann'],
    ['another scope, unread (law 9)', 'bob'],
  ])(
    'deletes settled records after their retention, and their `once` answer with them, from %s',
    async (_, scope) => {
      const shop = createShop([pay]);
      const { world } = shop;
      const a = await shop.enter(pay, { name: 'a', scope: 'ann' });
      void a.handle.run(cart);
      await world.clock.advance(1000);
      expect(world.disk.snapshot().map(([[table]]) => table)).toEqual(['latest', 'settled', 'until']);
      a.tab.close();
      world.clock.jump(19 * HOUR);
      const { ports } = world.tab('b');
      const seen: Key[] = [];
      const client = createEngine({ ...ports, store: observed(ports.store, seen) }, 'shop', [pay]);
      client.setScope(scope);
      await world.clock.advance(60_000);
      expect(world.disk.snapshot()).toHaveLength(3);

      world.clock.jump(2 * HOUR);
      const other = createEngine({ ...ports, store: observed(ports.store, seen) }, 'shop', [pay]);
      other.setScope(scope);
      await world.clock.advance(60_000);
      expect(world.disk.snapshot()).toEqual([]);
      expect(seen.filter(([table]) => table === 'settled')).toEqual([]);
    },
  );

  it('reads at start-up what is open, and no settled row, however many there are', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    for (let cart = 0; cart < 20; cart++) {
      const subject = `done ${cart}`;
      const paid = a.client.run(pay, { cart: subject, amount: 20 }, { subject });
      await shop.world.clock.settle();
      expect(await paid).toMatchObject({ status: 'done' });
    }
    shop.world.server.failNext({ answer: 'drop' }, 99);
    void a.handle.run({ cart: 'c1', amount: 20 });
    await shop.world.clock.advance(30_000);
    a.tab.close();

    const { ports } = shop.world.tab('b');
    const seen: Key[] = [];
    const client = createEngine({ ...ports, store: observed(ports.store, seen) }, 'shop', [pay]);
    client.setScope(null);
    await shop.world.clock.settle();
    expect(client.getOpen()).toHaveLength(1);
    expect(seen.map(([table]) => table)).toContain('open');
    expect(seen.filter(([table]) => table === 'settled')).toEqual([]);
  });

  it('deletes more settled records than go into one transaction', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    for (let cart = 0; cart < 250; cart++) {
      const paid = a.client.run(pay, { cart: `c${cart}`, amount: 20 }, { subject: `c${cart}` });
      await shop.world.clock.settle();
      expect(await paid).toMatchObject({ status: 'done' });
    }
    a.tab.close();
    shop.world.clock.jump(21 * HOUR);
    await visit(shop.world.tab('a'), [pay], pay, null, 'c1', shop.world);
    await shop.world.clock.advance(60_000);
    expect(shop.world.disk.snapshot()).toEqual([]);
  });
});

/** The store, and which rows were read from it. */
const observed = (store: Store, seen: Key[]): Store => ({
  ...store,
  transact: (mode, work) =>
    store.transact(mode, (tx) =>
      work({
        ...tx,
        get(key) {
          seen.push(key);
          return tx.get(key);
        },
        async range(prefix) {
          const rows = await tx.range(prefix);
          seen.push(...rows.map(([key]) => key));
          return rows;
        },
      }),
    ),
});
