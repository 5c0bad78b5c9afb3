import { describe, expect, it } from 'vitest';
import { createShop, definePay, json, visit } from './shop.ts';

// What the simulator found: each was a broken law once.

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();
const scopes = (rows: [readonly string[], unknown][]) =>
  rows.map(([key]) => `${key[0]} ${key.find((part) => /^(guest$|user:)/.test(part))}`);

describe('a tab that is stopped, or dies, between two of its steps', () => {
  it('does not send on a claim that was stored while it was stopped, once another tab has claimed it (law 3)', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    shop.world.disk.onCommit = () => a.tab.suspend();
    void a.handle.run(cart);
    await shop.world.clock.settle();
    shop.world.disk.onCommit = undefined;
    expect(shop.openRow()).toMatchObject({ status: 'pending', owner: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    await shop.world.clock.advance(13_000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    await a.tab.resume();
    await shop.world.clock.advance(60_000);
    expect(shop.ids()).toHaveLength(1);
    expect(a.handle.getView()).toMatchObject({ status: 'done' });
  });

  it('does not resume what another tab has gone on with since, although the lock was its own (law 3)', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 'drop' }, 4);
    void a.handle.run(cart);
    await shop.world.clock.advance(60_000);
    const tab = shop.world.tab('b');
    const { acquire } = tab.ports.lock;
    tab.ports.lock.acquire = (...asked) => {
      tab.suspend();
      return acquire(...asked);
    };
    await visit(tab, [pay], pay, null, 'c1', shop.world);
    shop.world.server.failNext({ answer: 5000 });
    void a.handle.run(cart);
    await shop.world.clock.advance(2000);
    expect(shop.openRow()).toMatchObject({ status: 'pending', owner: 'a' });
    tab.ports.lock.acquire = acquire;
    const sent = shop.ids().length;
    await tab.resume();
    await shop.world.clock.advance(10_000);
    expect(shop.ids()).toHaveLength(sent);
    expect(a.handle.getView()).toMatchObject({ status: 'done' });
  });

  it('is found by a look at another tab when it stored an action and died before it could tell (law 8)', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.disk.onCommit = () => a.tab.close();
    void a.handle.run(cart);
    await shop.world.clock.settle();
    shop.world.disk.onCommit = undefined;
    expect(b.handle.getView()).toMatchObject({ status: 'idle' });
    b.tab.page.focus();
    await shop.world.clock.advance(1000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
  });

  it('says nothing by what it wrote as it was stopped, once another tab has gone on (law 7)', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.online = false;
    void a.handle.run(cart);
    await shop.world.clock.advance(290_000);
    shop.world.disk.onCommit = () => a.tab.suspend();
    await shop.world.clock.advance(20_000);
    shop.world.disk.onCommit = undefined;
    expect(shop.openRow()).toMatchObject({ status: 'retry' });
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'offline' });
    shop.world.server.online = true;
    await shop.world.clock.advance(5000);
    void b.handle.run(cart);
    await shop.world.clock.advance(5000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    a.seen.length = 0;
    await a.tab.resume();
    await shop.world.clock.advance(1000);
    expect([...new Set(a.seen.map(({ status }) => status))]).toEqual(['done']);
    expect(shop.charges).toHaveLength(1);
  });

  it('nor where it had begun a new action, which the other has done since (law 7)', async () => {
    const often = definePay({ once: false });
    const shop = createShop([often]);
    const a = await shop.enter(often, { name: 'a' });
    const b = await shop.enter(often, { name: 'b' });
    await a.handle.run(cart);
    await shop.world.clock.advance(60_000);
    shop.world.disk.onCommit = () => a.tab.suspend();
    void a.handle.run({ ...cart, amount: 40 });
    await shop.world.clock.settle();
    shop.world.disk.onCommit = undefined;
    await shop.world.clock.advance(20_000);
    void b.handle.run({ ...cart, amount: 40 });
    await shop.world.clock.advance(20_000);
    expect(shop.charges).toHaveLength(2);
    a.seen.length = 0;
    await a.tab.resume();
    await shop.world.clock.advance(1000);
    expect([...new Set(a.seen.map(({ status }) => status))]).toEqual(['done']);
    expect(shop.charges).toHaveLength(2);
  });

  it('is not looked for without end beside the tab of another user (laws 6 and 9)', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.failNext({ request: 'hang' }, 9);
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.suspend();
    await shop.enter(pay, { name: 'c', scope: 'ann' });
    const before = shop.ids().length;
    // The virtual clock refuses a timer that starts itself again without end.
    await shop.world.clock.advance(60_000);
    expect(b.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
    expect(shop.ids()).toHaveLength(before);
  });
});

describe('a tab that is stopped while it uses the store', () => {
  /** Somebody taps in `first` while the network is away, and so late that nothing was sent. `second` looks on. */
  const expiring = async () => {
    const shop = createShop([pay]);
    const first = await shop.enter(pay, { name: 'a' });
    const second = await shop.enter(pay, { name: 'b' });
    shop.world.server.online = false;
    void first.handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(second.handle.getView()).toMatchObject({ status: 'wait', reason: 'offline' });
    return { shop, first, second };
  };

  it('does not say that nothing happened by what it read before another tab went on (law 7)', async () => {
    const { shop, first, second } = await expiring();
    const { store } = second.tab.ports;
    const { transact } = store;
    store.transact = (mode, work) =>
      transact(mode, async (transaction) => {
        const result = await work(transaction);
        if (shop.openRow()?.status === 'retry') second.tab.suspend();
        return result;
      });
    await shop.world.clock.advance(300_000);
    expect(first.handle.getView()).toMatchObject({ status: 'retry' });
    shop.world.server.online = true;
    shop.world.server.failNext({ answer: 5000 });
    void first.handle.run(cart);
    await shop.world.clock.advance(2000);
    expect(shop.charges).toHaveLength(1);
    store.transact = transact;
    await second.tab.resume();
    expect(second.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
    expect(second.seen.map(({ status }) => status)).not.toContain('retry');
  });

  it('does not say that nothing happened because it could not write in time that time is over (law 7)', async () => {
    const { shop, first, second } = await expiring();
    const { store } = first.tab.ports;
    const { transact } = store;
    await shop.world.clock.advance(299_000);
    store.transact = (mode, work) => {
      first.tab.suspend();
      return transact(mode, work);
    };
    await shop.world.clock.advance(6000);
    shop.world.server.online = true;
    await shop.world.clock.advance(3000);
    expect(second.handle.getView()).toMatchObject({ status: 'retry' });
    shop.world.server.failNext({ answer: 5000 });
    void second.handle.run(cart);
    await shop.world.clock.advance(2000);
    expect(shop.charges).toHaveLength(1);
    store.transact = transact;
    await first.tab.resume();
    expect(first.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
    expect(first.seen.map(({ status }) => status)).not.toContain('retry');
  });

  it('says that it may have happened where the store stays unreadable when time is over (laws 7 and 11)', async () => {
    const { shop, first } = await expiring();
    shop.world.disk.hang();
    await shop.world.clock.advance(600_000);
    expect(first.handle.getView()).toMatchObject({ status: 'check', reason: 'unanswered', locked: false });
  });
});

describe('a write that is reported as failed', () => {
  it('is read again until it is known what the slot holds (laws 8 and 11)', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    shop.world.disk.failNext('report', 2);
    const run = handle.run(cart);
    await shop.world.clock.settle();
    expect(await run).toMatchObject({ status: 'idle', problem: { code: 'storage_unreadable' } });
    await shop.world.clock.advance(20_000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(new Set(shop.ids()).size).toBe(1);
    expect(shop.charges).toHaveLength(1);
  });
});

describe('an ID that was renewed', () => {
  it('is the one that `once` answers with, in every tab (law 1)', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    shop.answer(() => json(409, { code: 'clock_skew', serverTime: shop.world.clock.now() }));
    void a.handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(a.handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    const b = await shop.enter(pay, { name: 'b' });
    expect(await b.handle.run(cart)).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(shop.charges).toHaveLength(1);
  });
});

describe('a record that went with a guest who signed in', () => {
  it('takes its answer under the user, and nothing of it is left with the guest (law 9)', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a', session: 's' });
    const b = await shop.enter(pay, { name: 'b', session: 's' });
    shop.world.server.failNext({ answer: 3000 });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    b.client.setScope('ann');
    await shop.world.clock.advance(60_000);
    expect(shop.charges).toHaveLength(1);
    expect(scopes(shop.world.disk.snapshot())).toEqual([
      'latest user:ann',
      'settled user:ann',
      'until user:ann',
    ]);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'starting' });
  });

  it('is shown in the tabs that are that user already (law 8)', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    shop.answer(() => json(401, {}), 'after');
    shop.answer(() => json(500, {}), 'before', 9);
    void a.handle.run(cart);
    await shop.world.clock.advance(60_000);
    const b = await shop.enter(pay, { name: 'b', scope: 'ann' });
    expect(b.handle.getView()).toMatchObject({ status: 'idle' });
    const open = a.handle.getView().status;
    a.client.setScope('ann');
    await shop.world.clock.settle();
    expect(b.handle.getView()).toMatchObject({ status: open });
  });
});
