import { describe, expect, it } from 'vitest';
import type { ActionRecord } from '../../src/core/record.ts';
import { createShop, definePay, type Visit, visit } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();

/** Two tabs, and an action of which nobody knows what became of it. */
async function inDoubt() {
  const shop = createShop([pay]);
  const a = await shop.enter(pay, { name: 'a' });
  const b = await shop.enter(pay, { name: 'b' });
  shop.world.server.failNext({ answer: 'drop' }, 4);
  void a.handle.run(cart);
  await shop.world.clock.advance(30_000);
  return { shop, a, b };
}

/** The next transactions of a tab each wait until they are let through, in the order in which they came. */
function hold({ ports: { store } }: Visit['tab'], count: number): (() => void)[] {
  const { transact } = store;
  const ahead: Promise<void>[] = [];
  const passes = Array.from({ length: count }, () => {
    let pass = () => {};
    ahead.push(
      new Promise((resolve) => {
        pass = resolve;
      }),
    );
    return () => pass();
  });
  store.transact = async (...transaction) => {
    await ahead.shift();
    return transact(...transaction);
  };
  return passes;
}

describe('law 3: one sender', () => {
  it('shows the other tab that somebody is at work', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.failNext({ answer: 2000 });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    expect(a.handle.getView()).toMatchObject({ status: 'pending' });
    expect(b.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere', locked: true });
    const joined = b.handle.run(cart);
    await shop.world.clock.advance(2000);
    expect(await joined).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(shop.ids()).toHaveLength(1);
  });

  it('lets another tab take over within a second when the sender dies, with the same ID', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.failNext({ answer: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.close();
    await shop.world.clock.advance(1000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
    expect(new Set(shop.ids()).size).toBe(1);
  });

  it.each([
    ['whose tab is gone', 'close'],
    ['whose tab is stopped', 'suspend'],
  ] as const)('takes over what only a browser can copy from a sender %s', async (_, blow) => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.failNext({ request: 'hang' });
    void a.handle.run({ ...cart, picture: new Uint8Array([1, 2]), tags: new Map([['gift', true]]) });
    await shop.world.clock.settle();
    a.tab[blow]();
    await shop.world.clock.advance(60_000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
    expect(new Set(shop.ids()).size).toBe(1);
  });

  it('takes over from a suspended sender after the timeout of its attempt and 2 s, and its tab sends no more', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.failNext({ request: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.suspend();
    await shop.world.clock.advance(11_900);
    expect(b.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
    await shop.world.clock.advance(1000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    await a.tab.resume();
    await shop.world.clock.advance(60_000);
    expect(a.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
    expect(shop.ids()).toHaveLength(2);
    expect(new Set(shop.ids()).size).toBe(1);
  });

  it('refuses the door to a tab that was stopped between its claim and the wire and lost the fence meanwhile', async () => {
    let pass = () => {};
    const slow = definePay({
      send: async (input, { fetch }) => {
        await new Promise<void>((resolve) => {
          pass = resolve;
        });
        return fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(input) });
      },
    });
    const fast = definePay();
    const shop = createShop([slow]);
    const a = await shop.enter(slow, { name: 'a' });
    const b = await visit(shop.world.tab('b'), [fast], fast, null, 'c1', shop.world);
    void a.handle.run(cart);
    await shop.world.clock.settle();
    const release = pass;
    a.tab.suspend();
    await shop.world.clock.advance(13_000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    release();
    await a.tab.resume();
    await shop.world.clock.advance(60_000);
    expect(shop.ids()).toHaveLength(1);
    expect(a.handle.getView()).toMatchObject({ status: 'done' });
  });

  it('sends no more from a page whose locks fell in the back/forward cache while another tab claimed the fence', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.failNext({ answer: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.suspend();
    shop.world.locks.drop(a.tab.id);
    await shop.world.clock.advance(1000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    await a.tab.resume('show');
    await shop.world.clock.advance(20_000);
    expect(a.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(2);
    expect(shop.charges).toHaveLength(1);
  });

  it('nor while that tab, which has the lock by now, is about to claim it', async () => {
    let token = () => {};
    const slow = definePay({
      send: async (_input, { fetch }) => {
        await new Promise<void>((resolve) => {
          token = resolve;
        });
        return fetch('https://shop.test/pay', { method: 'POST', body: '{"amount":20}' });
      },
    });
    const shop = createShop([slow]);
    const a = await shop.enter(slow, { name: 'a' });
    const b = await shop.enter(slow, { name: 'b' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    const ready = token;
    const { transact } = b.tab.ports.store;
    b.tab.ports.store.transact = async (mode, work) => {
      if (mode === 'strict') await new Promise((resolve) => shop.world.clock.after(300, () => resolve(0)));
      return transact(mode, work);
    };
    a.tab.suspend();
    shop.world.locks.drop(a.tab.id);
    await shop.world.clock.advance(200);
    await a.tab.resume('show');
    ready();
    await shop.world.clock.advance(50);
    expect(shop.ids()).toEqual([]);
    for (let count = 0; count < 10; count++) {
      await shop.world.clock.advance(500);
      token();
    }
    await shop.world.clock.advance(1000);
    expect(shop.ids()).toHaveLength(1);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    expect(a.handle.getView()).toMatchObject({ status: 'done' });
  });

  it('sends nothing that another tab, whose lock it has waited for, has ended meanwhile', async () => {
    const shop = createShop([pay]);
    const { clock, disk } = shop.world;
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 'drop' }, 4);
    void handle.run(cart);
    await clock.advance(30_000);
    expect(handle.getView()).toMatchObject({ status: 'check', step: 'send' });
    const sent = shop.ids().length;
    // As where it has looked for a stopped sender beside another user: it takes the record over, and ends its round.
    const other = await shop.world.tab('b').ports.lock.acquire(shop.ids()[0] ?? '', 'try');
    void handle.run(cart);
    await clock.advance(100);
    const [[key, row] = []] = disk.snapshot().filter(([[table]]) => table === 'open');
    const { fence, attempts, ...rest } = row as ActionRecord;
    expect(rest.status).toBe('pending');
    const ended = attempts.map((attempt) => ({ outcome: 'unknown' as const, ...attempt }));
    disk.write(key ?? [], {
      ...rest,
      owner: 'b',
      fence: fence + 1,
      status: 'check',
      doubt: 'unanswered',
      attempts: ended,
    });
    other?.release();
    await clock.advance(500);
    expect(shop.ids()).toHaveLength(sent);
    await clock.advance(20_000);
    expect(handle.getView()).toMatchObject({ status: 'check', step: 'send' });
    expect(shop.ids()).toHaveLength(sent);
  });

  it('keeps the lock of what it sends while that goes with a guest who signs in, until its attempt has ended', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a', session: 's' });
    const b = await shop.enter(pay, { name: 'b', session: 's' });
    shop.world.server.failNext({ request: 5000 });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    b.client.setScope('ann');
    await shop.world.clock.advance(1000);
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'starting' });
    expect(b.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
    void b.handle.run(cart);
    await shop.world.clock.advance(3000);
    expect(shop.ids()).toHaveLength(1);
    await shop.world.clock.advance(2000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(1);
    expect(shop.world.locks.holder(shop.ids()[0] ?? '')).toBeUndefined();
  });

  it('keeps it also where it fell in the back/forward cache, and was had again before the call left', async () => {
    let ready = () => {};
    const slow = definePay({
      send: async (input, { fetch }) => {
        await new Promise<void>((resolve) => {
          ready = resolve;
        });
        return fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(input) });
      },
    });
    const shop = createShop([slow]);
    const a = await shop.enter(slow, { name: 'a', session: 's' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.suspend();
    shop.world.locks.drop(a.tab.id);
    await a.tab.resume('show');
    await shop.world.clock.advance(100);
    shop.world.server.failNext({ request: 5000 });
    for (let count = 0; count < 8; count++) {
      ready();
      await shop.world.clock.advance(200);
    }
    expect(shop.world.server.calls).toHaveLength(1);
    const b = await shop.enter(slow, { name: 'b', session: 's' });
    b.client.setScope('ann');
    await shop.world.clock.advance(1000);
    expect(b.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
    void b.handle.run(cart);
    await shop.world.clock.advance(500);
    ready();
    await shop.world.clock.advance(500);
    expect(shop.ids()).toHaveLength(1);
    await shop.world.clock.advance(5000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
  });

  it('does not take the lock from a page load that has claimed the record since its own tap', async () => {
    const { shop, a, b } = await inDoubt();
    expect(b.handle.getView()).toMatchObject({ status: 'check', step: 'send' });
    shop.world.disk.onCommit = () => {
      shop.world.disk.onCommit = undefined;
      b.tab.suspend();
    };
    void b.handle.run(cart);
    await shop.world.clock.settle();
    expect(shop.openRow()).toMatchObject({ status: 'pending', owner: 'b' });
    shop.world.server.failNext({ request: 5000 });
    const again = await visit(a.tab.reload(), [pay], pay, null, 'c1', shop.world);
    expect(again.handle.getView()).toMatchObject({ status: 'pending' });
    await b.tab.resume();
    await shop.world.clock.advance(2000);
    expect(shop.world.locks.holder(shop.ids()[0] ?? '')).toBe(again.tab.id);
    await shop.world.clock.advance(5000);
    expect(again.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(5);
  });

  it('takes no lock from who has taken over since, in a tab that was stopped as it looked for a stopped sender', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const c = await shop.enter(pay, { name: 'c' });
    await shop.enter(pay, { name: 'b' });
    const { transact } = c.tab.ports.store;
    let looks = false;
    c.tab.ports.store.transact = (mode, work) =>
      transact(mode, async (tx) => {
        const found = await work(tx);
        if (looks) c.tab.suspend();
        looks = false;
        return found;
      });
    shop.world.server.failNext({ request: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.suspend();
    shop.world.server.failNext({ answer: 8000 });
    await shop.world.clock.advance(11_900);
    looks = true;
    await shop.world.clock.advance(2100);
    expect(looks).toBe(false);
    expect(shop.ids()).toHaveLength(2);
    const holder = shop.world.locks.holder(shop.ids()[0] ?? '');
    await c.tab.resume();
    await shop.world.clock.advance(5000);
    expect(shop.world.locks.holder(shop.ids()[0] ?? '')).toBe(holder);
    expect(shop.ids()).toHaveLength(2);
    await shop.world.clock.advance(10_000);
    expect(c.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(2);
  });

  it('takes over no new round by a lock that it has let go while it read what it would take over', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.failNext({ request: 'hang' }, 9);
    void a.handle.run(cart);
    await shop.world.clock.advance(29_999);
    const calls = shop.ids().length;
    // At its deadline the sender lets its lock go, and cannot write yet that the round is over. With that lock the other
    // tab reads what it would take over, slowly; then its timer claims the same, and waits for the store.
    const [read, find, claim] = hold(b.tab, 3);
    find?.();
    shop.world.disk.failNext('write', 2);
    await shop.world.clock.advance(6001);
    expect(shop.openRow()).toMatchObject({ status: 'check' });
    // Written by now, it is no more to be claimed: the other tab lets the lock go as well.
    claim?.();
    await shop.world.clock.settle();
    expect(b.handle.getView()).toMatchObject({ status: 'check' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    expect(shop.ids()).toHaveLength(calls + 1);
    read?.();
    await shop.world.clock.advance(5000);
    expect(shop.ids()).toHaveLength(calls + 1);
    expect(b.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
    expect(shop.world.locks.holder(shop.ids()[0] ?? '')).toBe('a');
  });

  it('sends nothing without the lock, also where it cannot be read who has claimed the record', async () => {
    const { shop, a, b } = await inDoubt();
    expect(a.handle.getView()).toMatchObject({ status: 'check', step: 'send' });
    const [id = ''] = shop.ids();
    await b.tab.ports.lock.acquire(id, 'wait', new AbortController().signal);
    void a.handle.run(cart);
    await shop.world.clock.settle();
    shop.world.disk.failNext('read');
    await shop.world.clock.advance(1000);
    expect(shop.ids()).toHaveLength(4);
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'backoff' });
    await shop.world.clock.advance(5000);
    expect(shop.world.locks.holder(id)).not.toBe(b.tab.id);
    expect(a.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(5);
  });
});
