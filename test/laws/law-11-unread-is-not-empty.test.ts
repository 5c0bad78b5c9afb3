import { describe, expect, it } from 'vitest';
import { createShop, definePay } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();

describe('law 11: unread is not empty', () => {
  it('refuses a tap while the store hangs, and takes the next one when it is back', async () => {
    const shop = createShop([pay]);
    const release = shop.world.disk.hang();
    const { client } = shop.open('a');
    client.setScope(null);
    const handle = client.handle(pay, 'c1');
    handle.subscribe(() => {});
    const view = handle.run(cart);
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'starting', locked: true });
    await shop.world.clock.advance(10_000);
    expect(await view).toMatchObject({
      status: 'idle',
      problem: { code: 'storage_unreadable' },
      locked: false,
    });
    expect(shop.ids()).toEqual([]);
    release();
    await shop.world.clock.advance(10_000);
    const again = handle.run(cart);
    await shop.world.clock.settle();
    expect(await again).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
  });

  it('finds the open action once the store can be read again', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.close();
    shop.world.disk.failNext('open', 2);
    const b = await shop.enter(pay, { name: 'b' });
    await shop.world.clock.advance(20_000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
  });

  it('is read again when somebody looks at the tab, after it was given up as unreadable', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    shop.world.server.online = false;
    void a.handle.run(cart);
    await shop.world.clock.advance(301_000);
    expect(a.handle.getView()).toMatchObject({ status: 'retry' });
    const release = shop.world.disk.hang();
    const b = await shop.enter(pay, { name: 'b' });
    await shop.world.clock.advance(60_000);
    expect(b.handle.getView()).toMatchObject({ status: 'idle', problem: { code: 'storage_unreadable' } });
    release();
    b.tab.page.focus();
    await shop.world.clock.settle();
    expect(b.handle.getView()).toMatchObject({ status: 'retry' });
  });

  it('lists what is open when somebody looks, after the store could not be read for a minute', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a', scope: 'u1' });
    shop.world.server.failNext({ request: 'hang' }, 9);
    void a.handle.run(cart);
    await shop.world.clock.advance(60_000);
    a.tab.close();
    const recover = shop.world.disk.hang();
    const { client, tab } = shop.open('b');
    client.setScope('u1');
    await shop.world.clock.advance(60_000);
    recover();
    expect(client.getOpen()).toEqual([]);
    tab.page.focus();
    await shop.world.clock.advance(1000);
    expect(client.getOpen().map((handle) => handle.getView().status)).toEqual(['check']);
  });

  it('lets an action live in memory only where storage is absent, says so, and warns before the page is left', async () => {
    const shop = createShop([pay]);
    shop.world.disk.absent = true;
    const { handle, tab } = await shop.enter(pay);
    shop.world.server.failNext({ answer: 5000 });
    const view = handle.run(cart);
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'pending', durability: 'memory' });
    expect(tab.page.warns).toBe(true);
    await shop.world.clock.advance(5000);
    expect(await view).toMatchObject({ status: 'done', durability: 'memory' });
    expect(tab.page.warns).toBe(false);
  });

  it('does not warn while the action is on the disk', async () => {
    const shop = createShop([pay]);
    const { handle, tab } = await shop.enter(pay);
    shop.world.server.failNext({ answer: 5000 });
    void handle.run(cart);
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'pending', durability: 'disk' });
    expect(tab.page.warns).toBe(false);
  });

  it('a place that is first shown after the page load has given up is read, and is not locked', async () => {
    const asking = definePay({ check: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`) });
    const shop = createShop([asking]);
    const before = await shop.enter(asking, { name: 'a', scope: 'ann' });
    shop.answer(() => new Response('<p>', { status: 200 }), 'after');
    void before.handle.run(cart);
    await shop.world.clock.advance(1000);
    before.tab.close();
    const recover = shop.world.disk.hang();
    const { client } = shop.open('b');
    client.setScope('ann');
    await shop.world.clock.advance(60_000);
    recover();
    const handle = client.handle(asking, 'c1');
    handle.subscribe(() => {});
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'check', locked: false });
    const view = handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(await view).toMatchObject({ status: 'done' });
  });

  it("refuses where `durability: 'required'` and storage is absent", async () => {
    const required = definePay({ durability: 'required' });
    const shop = createShop([required]);
    shop.world.disk.absent = true;
    const { handle } = await shop.enter(required);
    const view = handle.run(cart);
    await shop.world.clock.settle();
    expect(await view).toMatchObject({ status: 'idle', problem: { code: 'storage_absent' } });
    expect(shop.ids()).toEqual([]);
  });
});
