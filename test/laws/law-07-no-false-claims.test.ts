import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/core/engine.ts';
import type { Lock } from '../../src/core/ports.ts';
import { createShop, definePay, visit } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();

describe('law 7: the screen never claims more than is proved', () => {
  it('takes an error that arrives while the page goes away for no proof, and goes on after the reload', async () => {
    const shop = createShop([pay]);
    const { handle, tab } = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 'drop' });
    shop.world.server.fault = () => {
      tab.page.leave();
      return undefined;
    };
    void handle.run(cart);
    tab.page.leave();
    await shop.world.clock.settle();
    expect(shop.openRow()).toMatchObject({ status: 'pending' });
    const again = await visit(tab.reload(), [pay], pay, null, 'c1', shop.world);
    await shop.world.clock.settle();
    expect(again.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
    expect(new Set(shop.ids()).size).toBe(1);
  });

  it('does not say that nothing happened of what it cannot read any more', async () => {
    const shop = createShop([pay]);
    const { client, handle } = await shop.enter(pay, { name: 'a', scope: 'ann' });
    const other = await shop.enter(pay, { name: 'b', scope: 'ann' });
    shop.world.server.online = false;
    void handle.run(cart);
    await shop.world.clock.advance(400_000);
    expect(handle.getView()).toMatchObject({ status: 'retry' });
    client.setScope(undefined);
    shop.world.server.online = true;
    void other.handle.run(cart);
    await shop.world.clock.advance(1000);
    const recover = shop.world.disk.hang();
    client.setScope('ann');
    await shop.world.clock.advance(4000);
    expect(handle.getView()).toMatchObject({ status: 'check' });
    recover();
    await shop.world.clock.advance(10_000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
  });

  it('does not say that what was cut off never left, where a tap finds it that could not read it first', async () => {
    const shop = createShop([pay]);
    const { client, handle, tab } = await shop.enter(pay, { name: 'a', scope: 'ann' });
    shop.world.server.failNext({ request: 2000, answer: 'drop' });
    void handle.run(cart);
    await shop.world.clock.settle();
    tab.page.leave();
    await shop.world.clock.advance(2000);
    expect(shop.charges).toHaveLength(1);
    client.setScope(undefined);
    const { store } = tab.ports;
    const { transact } = store;
    let refused = 0;
    store.transact = (mode, work) => {
      // The list of what is open, the button's reading, and the tap's.
      if (refused++ < 3) return Promise.reject(new DOMException('', 'UnknownError'));
      return transact(mode, work);
    };
    client.setScope('ann');
    void handle.run(cart);
    await shop.world.clock.settle();
    expect(shop.openRow()?.attempts[0]).not.toHaveProperty('notRun');
  });

  it('tells nobody that it is done while the handle still says that it is under way', async () => {
    const shop = createShop([pay]);
    const { client, handle } = await shop.enter(pay, { name: 'a' });
    const seen: string[] = [];
    client.onDone(() => seen.push(handle.getView().status));
    await handle.run(cart);
    expect(seen).toEqual(['done']);
  });

  it('says nothing of the place that a guest’s action has just left with its user', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const c = await shop.enter(pay, { name: 'c' });
    shop.world.server.failNext({ answer: 'hang' }, 2);
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.close();
    await shop.world.clock.advance(1000);
    expect(shop.openRow()).toMatchObject({ status: 'pending', owner: c.tab.id });
    const again = await shop.enter(pay, { name: 'a' });
    again.client.setScope('u1');
    // The lock of the sender that dies now comes while the action is on its way: it is read where it was.
    c.tab.close();
    await shop.world.clock.settle();
    expect(shop.openRow()).toMatchObject({ scope: 'user:u1' });
    expect(again.seen.map(({ status }) => status)).not.toContain('idle');
  });

  it('goes on by itself where the page did not go away after all', async () => {
    const shop = createShop([pay]);
    const { handle, tab } = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 'drop' });
    const view = handle.run(cart);
    tab.page.leave();
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'pending' });
    tab.page.show();
    await shop.world.clock.advance(1000);
    expect(await view).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
  });

  it('offers no step of `check` that the page load is about to take by itself', async () => {
    const asking = definePay({
      check: (requestId, context) => context.fetch(`https://shop.test/pay/${requestId}`),
    });
    const shop = createShop([asking]);
    const a = await shop.enter(asking, { name: 'a' });
    shop.world.server.fault = () => ({ request: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.advance(31_000);
    expect(a.handle.getView()).toMatchObject({ status: 'check', step: 'check', locked: false });
    const b = await visit(a.tab.reload(), [asking], asking, null, 'c1', shop.world);
    expect(b.handle.getView()).toMatchObject({ status: 'wait', reason: 'checking' });
    expect(b.seen.filter(({ locked }) => !locked)).toEqual([]);
  });

  it('takes a tap in those moments for a part of what the page load does (law 3)', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    shop.world.server.fault = () => ({ request: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.advance(31_000);
    shop.world.server.fault = () => ({ answer: 2000 });
    const sent = shop.ids().length;
    a.tab.close();
    const { ports } = shop.world.tab('b');
    let tapped: Promise<unknown> | undefined;
    const lock: Lock = {
      acquire(name, mode, signal) {
        // It has read what is open, and looks whether anybody is at work on it.
        if (mode === 'try') tapped = client.run(pay, cart, { subject: 'c1' });
        return ports.lock.acquire(name, mode, signal);
      },
    };
    const client = createEngine({ ...ports, lock }, 'shop', [pay]);
    client.setScope(null);
    await shop.world.clock.settle();
    expect(tapped).toBeDefined();
    await shop.world.clock.advance(3000);
    expect(await tapped).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(sent + 1);
  });

  it('ends a tap that was cut off as the page went away, also where that is back in another scope', async () => {
    const shop = createShop([pay]);
    const { handle, client, tab } = await shop.enter(pay, { name: 'a', scope: 'ann' });
    shop.world.server.failNext({ request: 2000, answer: 'drop' });
    const view = handle.run(cart);
    await shop.world.clock.settle();
    client.setScope(null);
    await shop.world.clock.advance(1000);
    tab.page.leave();
    await shop.world.clock.advance(1000);
    tab.page.show();
    await shop.world.clock.advance(20_000);
    expect(await view).toMatchObject({ status: 'check', reason: 'unanswered' });
    expect(shop.ids()).toHaveLength(1);
  });

  it('says `wait/starting`, not `idle`, before the scope is known and the store is read', async () => {
    const shop = createShop([pay]);
    const { client } = shop.open('a');
    const handle = client.handle(pay, 'c1');
    expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'starting', locked: true });
    client.setScope(null);
    expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'starting', locked: true });
    handle.subscribe(() => {});
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'idle', locked: false });
  });

  it('holds one tap until the store is read', async () => {
    const shop = createShop([pay]);
    const { client } = shop.open('a');
    const handle = client.handle(pay, 'c1');
    const views = [handle.run(cart), handle.run(cart)];
    await shop.world.clock.settle();
    expect(shop.ids()).toEqual([]);
    client.setScope('u1');
    await shop.world.clock.settle();
    expect(await Promise.all(views)).toMatchObject([{ status: 'done' }, { status: 'done' }]);
    expect(shop.charges).toHaveLength(1);
  });

  it('sends nothing for a held tap that asks for something else than what is open, and shows that', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    shop.world.server.online = false;
    void a.handle.run(cart);
    await shop.world.clock.advance(301_000);
    expect(a.handle.getView()).toMatchObject({ status: 'retry' });
    shop.world.server.online = true;
    a.tab.close();
    const { client } = shop.open('b');
    const handle = client.handle(pay, 'c1');
    const view = handle.run({ ...cart, amount: 99 });
    client.setScope(null);
    await shop.world.clock.settle();
    expect(await view).toMatchObject({ status: 'retry', inputChanged: true });
    expect(shop.ids()).toEqual([]);
  });

  it('says `retry` only where nothing can have happened', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    shop.world.server.failNext({ request: 'refuse' }, 4);
    const view = handle.run(cart);
    await shop.world.clock.advance(30_000);
    // The browser reports a refused connection like a lost answer: nobody can know.
    expect(await view).toMatchObject({ status: 'check', reason: 'unanswered' });
  });

  it.each([
    ['another user', 'ann'],
    ['nobody knows whom', undefined],
  ])('says nothing by what it knew before its page was that of %s for a while', async (_, other) => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.online = false;
    void a.handle.run(cart);
    await shop.world.clock.advance(301_000);
    expect(b.handle.getView()).toMatchObject({ status: 'retry' });
    b.client.setScope(other);
    await shop.world.clock.settle();
    shop.world.server.online = true;
    void a.handle.run(cart);
    await shop.world.clock.settle();
    expect(shop.charges).toHaveLength(1);
    b.seen.length = 0;
    b.client.setScope(null);
    await shop.world.clock.settle();
    expect([...new Set(b.seen.map(({ status }) => status))]).toEqual(['wait', 'done']);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
  });

  it('says nothing by what it knew before it slept, where the data that said otherwise was cleared', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.online = false;
    void a.handle.run(cart);
    await shop.world.clock.advance(301_000);
    expect(a.handle.getView()).toMatchObject({ status: 'retry' });
    a.tab.suspend();
    shop.world.server.online = true;
    void b.handle.run(cart);
    await shop.world.clock.settle();
    expect(shop.charges).toHaveLength(1);
    shop.world.disk.clear();
    await a.tab.resume();
    await shop.world.clock.settle();
    expect(a.handle.getView()).toMatchObject({ status: 'check', step: 'send' });
    expect(shop.charges).toHaveLength(1);
  });

  it('says nothing by what it knew before another tab sent, where the data was cleared before it heard of that', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.online = false;
    void a.handle.run(cart);
    await shop.world.clock.advance(301_000);
    expect(a.handle.getView()).toMatchObject({ status: 'retry' });
    shop.world.server.online = true;
    shop.world.server.fault = () => {
      shop.world.server.fault = undefined;
      shop.world.disk.clear();
      return undefined;
    };
    a.seen.length = 0;
    void b.handle.run(cart);
    await shop.world.clock.settle();
    expect(shop.charges).toHaveLength(1);
    expect(a.seen.map(({ status }) => status)).not.toContain('retry');
    expect(a.handle.getView()).toMatchObject({ status: 'done' });
  });
});
