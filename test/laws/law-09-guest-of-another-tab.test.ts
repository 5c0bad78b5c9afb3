import { describe, expect, it } from 'vitest';
import { createShop, definePay, type Shop, type Visit, visit } from './shop.ts';

// A guest is whoever signs in next in the browser, and nobody who comes after them, also in a tab that has yet to follow.

const cart = { cart: 'c1', amount: 20 };
const pay = definePay({ retry: [] });

const enter = async (shop: Shop, { client }: Visit, ...scopes: (string | null)[]) => {
  for (const scope of scopes) {
    client.setScope(scope);
    await shop.world.clock.advance(60_000);
  }
};

const inDoubt = async (shop: Shop, { handle }: Visit) => {
  shop.world.server.failNext({ answer: 'drop' });
  void handle.run(cart);
  await shop.world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'check' });
};

const hasNothing = ({ handle }: Visit) => {
  expect(handle.about()).toBeUndefined();
  expect(handle.getView()).toMatchObject({ status: 'idle' });
};

describe('law 9: what a guest has in doubt', () => {
  it.each([
    ['of another tab, which has heard of Ann', 'other'],
    ['of a duplicated tab, whose slot Ann had taken', 'duplicated'],
  ])('%s', async (_, which) => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a', scope: 'ann' });
    void a.handle.run({ ...cart, amount: 5 });
    await shop.world.clock.advance(1000);
    await enter(shop, a, null);
    const session = which === 'duplicated' ? a.tab.page.recall() : undefined;
    const b = await shop.enter(pay, { name: 'b', session });
    await inDoubt(shop, b);
    await enter(shop, a, 'ann', null, 'bob');
    // The other tab is looked at again, and its app hears who is signed in now.
    await enter(shop, b, 'bob');
    hasNothing(b);
  });

  it.each(['follows', 'is loaded anew'])('is Ann’s, whose tab %s', async (how) => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    await inDoubt(shop, b);
    await enter(shop, a, 'ann');
    if (how === 'follows') await enter(shop, b, 'ann');
    const ann = how === 'follows' ? b : await shop.enter(pay, { name: 'b', scope: 'ann' });
    await shop.world.clock.advance(1000);
    expect(ann.handle.getView()).toMatchObject({ status: 'check', requestId: shop.ids()[0] });
  });

  it.each(['bob', null])('is Ann’s, where it was begun beside her, and %s comes after her', async (next) => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    await enter(shop, a, 'ann');
    await inDoubt(shop, b);
    await enter(shop, a, next);
    await enter(shop, b, 'bob');
    hasNothing(b);
  });

  it('is Ann’s, where nobody knows whether another user has been here', async () => {
    const shop = createShop([pay]);
    const tab = shop.world.tab('a');
    let comeBack = () => {};
    // From the back/forward cache, with a `localStorage` that is full.
    tab.ports.channel.listen = (listener) => {
      comeBack = () => listener({ type: 'scope', scope: '' });
      return () => {};
    };
    const page = await visit(tab, [pay], pay, null, 'c1', shop.world);
    await inDoubt(shop, page);
    comeBack();
    await enter(shop, page, 'ann');
    expect(page.handle.getView()).toMatchObject({ requestId: shop.ids()[0] });
  });

  it('of a page that comes back from the back/forward cache, and has heard of nobody', async () => {
    const shop = createShop([pay]);
    const tab = shop.world.tab('a');
    tab.ports.channel.listen = () => () => {};
    const before = await visit(tab, [pay], pay, null, 'c1', shop.world);
    await inDoubt(shop, before);
    // Ann could not take it along.
    shop.world.disk.failNext('write', 1);
    tab.suspend();
    const after = await shop.enter(pay, { name: 'a', scope: 'ann' });
    await enter(shop, after, null, 'bob');
    after.tab.suspend();
    await tab.resume('show');
    await enter(shop, before, 'bob');
    hasNothing(before);
  });
});
