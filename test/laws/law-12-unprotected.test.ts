import { describe, expect, it } from 'vitest';
import { createShop, definePay, json, visit } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };
const gift = definePay({ name: 'gift', endpoint: 'unprotected' });

describe('law 12: an endpoint that does not honour the ID is never sent to twice', () => {
  it('makes one call, ever, when its answer is lost', async () => {
    const shop = createShop([gift]);
    const a = await shop.enter(gift, { name: 'a' });
    const b = await shop.enter(gift, { name: 'b' });
    shop.world.server.failNext({ answer: 'drop' });
    const view = a.handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(await view).toMatchObject({ status: 'check', reason: 'unprotected', step: 'none' });
    for (const again of [a.handle.run(cart), a.handle.proceed(), b.handle.run(cart)]) {
      await shop.world.clock.advance(1000);
      expect(await again).toMatchObject({ status: 'check', reason: 'unprotected' });
    }
    a.tab.close();
    const c = await visit(b.tab.reload(), [gift], gift, null, 'c1', shop.world);
    await shop.world.clock.advance(60_000);
    expect(c.handle.getView()).toMatchObject({ status: 'check', reason: 'unprotected', step: 'none' });
    expect(shop.ids()).toHaveLength(1);
  });

  it('is not sent again by a takeover or a page load in flight', async () => {
    const shop = createShop([gift]);
    const a = await shop.enter(gift, { name: 'a' });
    const b = await shop.enter(gift, { name: 'b' });
    shop.world.server.failNext({ answer: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.close();
    await shop.world.clock.advance(60_000);
    expect(b.handle.getView()).toMatchObject({ status: 'check', reason: 'unprotected' });
    expect(shop.ids()).toHaveLength(1);
  });

  it('is not sent by a tab that slept while another one sent it, where the data that said so was cleared', async () => {
    const shop = createShop([gift]);
    const a = await shop.enter(gift, { name: 'a' });
    const b = await shop.enter(gift, { name: 'b' });
    shop.world.server.online = false;
    void a.handle.run(cart);
    await shop.world.clock.advance(1000);
    a.tab.suspend();
    shop.world.server.online = true;
    await shop.world.clock.advance(10_000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    shop.world.disk.clear();
    await a.tab.resume();
    await shop.world.clock.advance(60_000);
    expect(a.handle.getView()).toMatchObject({ status: 'check', step: 'none' });
    expect(shop.ids()).toHaveLength(1);
  });

  it('is not sent again by a tap that cannot be written, beside what was cut off as the page went away', async () => {
    const shop = createShop([gift]);
    const { handle, client, tab } = await shop.enter(gift, { name: 'a' });
    shop.world.server.failNext({ answer: 'drop' });
    // As a click on a download does: the page stays.
    tab.page.leave();
    void handle.run(cart);
    await shop.world.clock.settle();
    client.setScope(undefined);
    client.setScope(null);
    const { store } = tab.ports;
    const { transact } = store;
    store.transact = (mode, work) => {
      if (mode !== 'strict') return transact(mode, work);
      store.transact = transact;
      return Promise.reject(new DOMException('', 'UnknownError'));
    };
    void handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(shop.ids()).toHaveLength(1);
  });

  it.each([202, 409, 500, 503])('stops at %i', async (status) => {
    const shop = createShop([gift]);
    const { handle } = await shop.enter(gift);
    shop.answer(() => json(status, {}));
    const view = handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect((await view).status).toBe(status === 409 ? 'declined' : 'check');
    expect(shop.ids()).toHaveLength(1);
  });

  it('asks where the definition can, and ends on what the server says', async () => {
    const asking = definePay({
      endpoint: 'unprotected',
      check: (requestId, { fetch }) => fetch(`https://shop.test/pay/${requestId}`),
    });
    const shop = createShop([asking]);
    const { handle } = await shop.enter(asking);
    shop.world.server.failNext({ answer: 'drop' });
    const view = handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(await view).toMatchObject({ status: 'check', step: 'check' });
    const asked = handle.proceed();
    await shop.world.clock.advance(1000);
    expect(await asked).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(1);
  });

  it('stays unprotected for a record that was minted so, whatever a later deploy says', async () => {
    const shop = createShop([gift]);
    const a = await shop.enter(gift, { name: 'a' });
    shop.world.server.failNext({ answer: 'drop' });
    void a.handle.run(cart);
    await shop.world.clock.advance(1000);
    const later = definePay({ name: 'gift', endpoint: 'idempotent' });
    const b = await visit(a.tab.reload(), [later], later, null, 'c1', shop.world);
    const view = b.handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(await view).toMatchObject({ status: 'check', step: 'none' });
    expect(shop.ids()).toHaveLength(1);
  });
});
