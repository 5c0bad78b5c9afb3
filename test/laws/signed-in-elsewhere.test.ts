import { describe, expect, it } from 'vitest';
import { createShop, definePay, type Shop, type Visit, visit } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };
const pay = definePay({ retry: [] });

/** A guest who has paid, or whose answer was lost, signs in by a redirect in this tab; then the page before is back. */
async function backFromSignIn(shop: Shop, lost: boolean): Promise<Visit> {
  const tab = shop.world.tab('a');
  const guest = await visit(tab, [pay], pay, null, 'c1', shop.world);
  if (lost) shop.world.server.failNext({ answer: 'drop' });
  void guest.handle.run(cart);
  await shop.world.clock.advance(10_000);
  expect(guest.handle.getView()).toMatchObject({ status: lost ? 'check' : 'done' });
  tab.suspend();
  const user = await shop.enter(pay, { name: 'a', scope: 'ann' });
  await shop.world.clock.advance(2000);
  user.tab.suspend();
  await tab.resume('show');
  await shop.world.clock.advance(5000);
  return guest;
}

describe('a guest’s page whose guest has signed in, and that has yet to follow', () => {
  it.each([true, false])(
    'pays no second time where it is back from the back/forward cache (lost: %s)',
    async (lost) => {
      const shop = createShop([pay]);
      const { handle, client } = await backFromSignIn(shop, lost);
      expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'starting' });
      void handle.run(cart);
      await shop.world.clock.advance(10_000);
      expect(shop.charges).toHaveLength(1);
      client.setScope('ann');
      await shop.world.clock.advance(1000);
      expect(handle.getView()).toMatchObject({ status: lost ? 'check' : 'done' });
    },
  );

  it.each([
    ['in doubt', 'drop'],
    ['under way', 8000],
  ] as const)(
    'pays no second time what is %s, where a window that it has opened signs in',
    async (_, answer) => {
      const shop = createShop([pay]);
      const a = await shop.enter(pay, { name: 'a' });
      shop.world.server.failNext({ answer });
      void a.handle.run(cart);
      await shop.world.clock.advance(1000);
      const session = a.tab.page.recall() ?? '';
      const b = await shop.enter(pay, { name: 'b', scope: 'ann', session });
      await shop.world.clock.advance(1000);
      void a.handle.run(cart);
      await shop.world.clock.advance(20_000);
      expect(shop.charges).toHaveLength(1);
      a.client.setScope('ann');
      await shop.world.clock.advance(1000);
      expect(a.handle.getView().status).toBe(b.handle.getView().status);
    },
  );

  it('is the next guest’s once the user has left', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    void a.handle.run(cart);
    await shop.world.clock.advance(1000);
    const session = a.tab.page.recall() ?? '';
    const b = await shop.enter(pay, { name: 'b', scope: 'ann', session });
    await shop.world.clock.advance(1000);
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'starting' });
    b.client.setScope(null);
    await shop.world.clock.advance(1000);
    expect(a.handle.getView()).toMatchObject({ status: 'idle' });
  });

  it('belongs to the user whom another tab has told of, though its app says once more that it is a guest (law 9)', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    a.client.setScope('ann');
    await shop.world.clock.advance(1000);
    b.client.setScope(null);
    await shop.world.clock.advance(1000);
    shop.world.server.failNext({ answer: 'drop' });
    void b.handle.run(cart);
    await shop.world.clock.advance(1000);
    for (const scope of [null, 'bob']) {
      a.client.setScope(scope);
      await shop.world.clock.advance(1000);
    }
    b.client.setScope('bob');
    await shop.world.clock.advance(1000);
    expect(b.handle.getView()).toMatchObject({ status: 'idle' });
  });

  it.each([true, false])(
    'pays no second time where its guest has paid, and signed in, in another tab (lost: %s)',
    async (lost) => {
      const shop = createShop([pay]);
      const a = await shop.enter(pay, { name: 'a' });
      const c = await shop.enter(pay, { name: 'c' });
      if (lost) shop.world.server.failNext({ answer: 'drop' });
      void a.handle.run(cart);
      await shop.world.clock.advance(10_000);
      expect(c.handle.getView()).toMatchObject({ status: lost ? 'check' : 'done' });
      a.client.setScope('ann');
      await shop.world.clock.advance(5000);
      void c.handle.run(cart);
      await shop.world.clock.advance(10_000);
      expect(shop.charges).toHaveLength(1);
    },
  );

  it('is free where its app says once more that a guest is here: they have signed out where nobody told of it', async () => {
    const shop = createShop([pay]);
    const { handle, client } = await backFromSignIn(shop, false);
    expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'starting' });
    client.setScope(null);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'idle' });
  });

  it('is free for the next guest though the user is back in another tab, once it has followed them itself', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    void a.handle.run(cart);
    await shop.world.clock.advance(1000);
    const b = await shop.enter(pay, { name: 'b', scope: 'ann', session: a.tab.page.recall() ?? '' });
    await shop.world.clock.advance(1000);
    b.tab.close();
    for (const scope of ['ann', null]) {
      a.client.setScope(scope);
      await shop.world.clock.advance(1000);
    }
    await shop.enter(pay, { name: 'd', scope: 'ann' });
    await shop.world.clock.advance(1000);
    expect(a.handle.getView()).toMatchObject({ status: 'idle' });
  });
});
