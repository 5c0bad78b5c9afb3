import { describe, expect, it } from 'vitest';
import { processing } from '../../src/core/answers.ts';
import { createShop, definePay, json, visit } from './shop.ts';

// The one timer, and the one lock, that each record waits for.

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();
const asking = definePay({ check: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`) });

const entered = async () => {
  const shop = createShop([pay]);
  return { shop, ...(await shop.enter(pay, { name: 'a' })) };
};

describe('a wait that a reload interrupts', () => {
  it('lasts as long as the server asked for, from when it asked (law 6)', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    shop.answer(() => json(503, {}, { 'Retry-After': '10' }));
    void a.handle.run(cart);
    await shop.world.clock.advance(6000);
    const b = await visit(a.tab.reload(), [pay], pay, null, 'c1', shop.world);
    await shop.world.clock.advance(4000);
    expect(shop.ids()).toHaveLength(1);
    await shop.world.clock.advance(500);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    expect(new Set(shop.ids()).size).toBe(1);
  });

  it('for the network ends with freshness, counted from the tap (law 10)', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    shop.world.server.online = false;
    void a.handle.run(cart);
    await shop.world.clock.advance(200_000);
    const b = await visit(a.tab.reload(), [pay], pay, null, 'c1', shop.world);
    await shop.world.clock.advance(100_000);
    expect(b.handle.getView()).toMatchObject({ status: 'wait', reason: 'offline' });
    await shop.world.clock.advance(1);
    expect(b.handle.getView()).toMatchObject({ status: 'retry' });
    expect(shop.ids()).toEqual([]);
  });
});

describe('a wait for the person', () => {
  it('ends with freshness, whether or not anybody looks (law 10)', async () => {
    const bank = definePay({ send: () => processing({ next: 'https://bank.test/3ds' }) });
    const shop = createShop([bank]);
    const { handle } = await shop.enter(bank, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.advance(300_000);
    expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'person' });
    await shop.world.clock.advance(1);
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'unanswered' });
  });
});

describe('a sender that is stopped', () => {
  it('while it waits for the network is followed 2 s after the network is back (law 3)', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.online = false;
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.suspend();
    await shop.world.clock.advance(60_000);
    expect(b.handle.getView()).toMatchObject({ status: 'wait', reason: 'offline' });
    shop.world.server.online = true;
    await shop.world.clock.advance(1999);
    expect(shop.ids()).toEqual([]);
    await shop.world.clock.advance(1);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    await a.tab.resume();
    await shop.world.clock.advance(60_000);
    expect(shop.ids()).toHaveLength(1);
  });

  it('while it waits for the next attempt is followed 2 s after that is due (law 3)', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.answer(() => json(503, {}, { 'Retry-After': '5' }));
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.suspend();
    await shop.world.clock.advance(7000);
    expect(shop.ids()).toHaveLength(1);
    await shop.world.clock.advance(500);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(2);
  });

  it('while it asks is followed 2 s after its question should have ended (law 3)', async () => {
    const shop = createShop([asking]);
    const a = await shop.enter(asking, { name: 'a' });
    const b = await shop.enter(asking, { name: 'b' });
    shop.answer(() => new Response('<p>', { status: 200 }), 'after');
    void a.handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(a.handle.getView()).toMatchObject({ status: 'check', step: 'check' });
    shop.world.server.failNext({ request: 'hang' });
    void a.handle.proceed();
    await shop.world.clock.settle();
    a.tab.suspend();
    await shop.world.clock.advance(11_999);
    expect(shop.world.server.calls).toHaveLength(2);
    await shop.world.clock.advance(1);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.world.server.calls).toHaveLength(3);
  });
});

describe('a sender that is followed', () => {
  it('is given the time of its attempt from when that began, also by a tab that comes later (law 3)', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ request: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.suspend();
    await shop.world.clock.advance(5000);
    const b = await shop.enter(pay, { name: 'b' });
    await shop.world.clock.advance(6999);
    expect(shop.openRow()).toMatchObject({ owner: 'a' });
    await shop.world.clock.advance(1);
    expect(shop.openRow()).toMatchObject({ owner: 'b' });
    await shop.world.clock.advance(1000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(2);
  });

  it('and has gone on unheard keeps its lock, and is followed from where it is now (law 3)', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.answer(() => json(503, {}, { 'Retry-After': '20' }));
    shop.world.server.failNext({ answer: 1000 });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    const [id = ''] = shop.ids();
    // It stores what the server said, and is stopped before it can tell.
    shop.world.disk.onCommit = () => a.tab.suspend();
    await shop.world.clock.advance(1000);
    shop.world.disk.onCommit = undefined;
    await shop.world.clock.advance(12_000);
    expect(b.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
    expect(shop.world.locks.holder(id)).toBe('a');
    await a.tab.resume();
    await shop.world.clock.advance(12_000);
    expect(a.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(2);
    expect(shop.world.server.calls.map(({ tab }) => tab)).toEqual(['a', 'a']);
  });

  it('is followed no more where the site’s data was cleared under it: there is nothing to go on with', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.failNext({ request: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.suspend();
    shop.world.disk.clear();
    await shop.world.clock.advance(12_000);
    expect(b.handle.getView()).toMatchObject({ status: 'idle', locked: false });
    expect(shop.ids()).toHaveLength(1);
  });
});

describe('what this tab has on its way', () => {
  it('is not taken for lost because its lock came later than its time was over', async () => {
    const hasty = definePay({ timeout: 500, retry: [] });
    const shop = createShop([hasty]);
    const { handle, tab } = await shop.enter(hasty, { name: 'a' });
    shop.answer(() => new Response('<p>', { status: 200 }), 'after');
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'check' });
    // Another tab clings to the lock, and to read who has claimed it takes 1.8 s.
    await shop.world.tab('z').ports.lock.acquire(shop.ids()[0] ?? '', 'wait');
    const { store } = tab.ports;
    const { transact } = store;
    store.transact = async (mode, work) => {
      if (mode !== 'read') return transact(mode, work);
      store.transact = transact;
      await new Promise<void>((resolve) => shop.world.clock.after(1800, resolve));
      return transact(mode, work);
    };
    void handle.proceed();
    await shop.world.clock.advance(60_000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(2);
    expect(new Set(shop.ids()).size).toBe(1);
  });
});

describe('a page that is back', () => {
  it.each([
    ['nothing was tapped', async () => {}],
    [
      'it is over',
      async ({ shop, handle }: Awaited<ReturnType<typeof entered>>) => {
        void handle.run(cart);
        await shop.world.clock.advance(1000);
      },
    ],
  ])('writes nothing where %s', async (_, before) => {
    const page = await entered();
    await before(page);
    const modes: string[] = [];
    const { store } = page.tab.ports;
    const { transact } = store;
    store.transact = (mode, work) => {
      modes.push(mode);
      return transact(mode, work);
    };
    page.tab.page.show();
    await page.shop.world.clock.settle();
    expect(modes).toEqual(['read']);
  });
});

describe('the lock of a request ID', () => {
  it('is waited for before a byte leaves, and taken after a second from a tab that clings to it (law 3)', async () => {
    const shop = createShop([pay]);
    const { handle, tab } = await shop.enter(pay, { name: 'a' });
    shop.answer(() => new Response('<p>', { status: 200 }), 'after');
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    const { requestId } = handle.getView() as { requestId: string };
    const other = shop.world.tab('z');
    expect(await other.ports.lock.acquire(requestId, 'wait')).not.toBeNull();
    void handle.proceed();
    await shop.world.clock.advance(999);
    expect(shop.ids()).toHaveLength(1);
    expect(shop.world.locks.holder(requestId)).toBe('z');
    shop.world.server.failNext({ answer: 'hang' });
    await shop.world.clock.advance(1);
    expect(shop.ids()).toHaveLength(2);
    expect(shop.world.locks.holder(requestId)).toBe(tab.id);
  });

  it('is had at once where the tab that held it lets go, and let go of once nothing is under way', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.answer(() => new Response('<p>', { status: 200 }), 'after');
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    const { requestId } = handle.getView() as { requestId: string };
    expect(shop.world.locks.holder(requestId)).toBeUndefined();
    const other = await shop.world.tab('z').ports.lock.acquire(requestId, 'wait');
    void handle.proceed();
    await shop.world.clock.advance(500);
    other?.release();
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(2);
    expect(shop.world.locks.holder(requestId)).toBeUndefined();
  });

  it('is queued for by each tab that follows, and by none once it is over', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.failNext({ answer: 2000 });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    const requestId = shop.ids()[0] ?? '';
    expect(shop.world.locks.holder(requestId)).toBe(a.tab.id);
    await shop.world.clock.advance(3000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    a.tab.close();
    await shop.world.clock.settle();
    expect(shop.world.locks.holder(requestId)).toBeUndefined();
  });
});

describe('a tab that has an answer yet to write', () => {
  it('does not look without a pause for the sender that has taken over, and is stopped (law 6)', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    const { store } = a.tab.ports;
    const { transact } = store;
    let count = 0;
    let full = false;
    store.transact = (mode, work) => {
      count += 1;
      return mode !== 'read' && full ? Promise.reject(new Error('full')) : transact(mode, work);
    };
    shop.world.server.failNext({ answer: 2000 });
    shop.answer(() => json(500, {}));
    shop.answer(() => json(409, { code: 'in_progress' }, { 'Retry-After': '3' }), 'before', 9);
    void a.handle.run(cart);
    await shop.world.clock.settle();
    full = true;
    await shop.world.clock.advance(13_000);
    expect(b.handle.getView()).toMatchObject({ status: 'wait', reason: 'processing' });
    b.tab.suspend();
    count = 0;
    await shop.world.clock.advance(20_000);
    expect(count).toBeLessThan(50);
    full = false;
    await shop.world.clock.advance(301_000);
    expect(a.handle.getView()).toMatchObject({ status: 'check' });
  });
});
