import { describe, expect, it } from 'vitest';
import { createShop, definePay, type Shop, type Visit, visit } from './shop.ts';

// What a guest began goes along with whoever signs in next, and with nobody who comes after them.

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();

const enter = async (shop: Shop, { client }: Pick<Visit, 'client'>, scope: string | null) => {
  client.setScope(scope);
  await shop.world.clock.advance(60_000);
};

const run = async (shop: Shop, { handle }: Visit, amount = 20) => {
  void handle.run({ ...cart, amount });
  await shop.world.clock.advance(60_000);
};

/** It may have been paid, for all that the page can know; nothing arrives at the server from here on. */
const inDoubt = async (shop: Shop, page: Visit) => {
  const { handle } = page;
  shop.world.server.fault = () => ({ request: 'refuse' });
  await run(shop, page);
  expect(handle.getView()).toMatchObject({ status: 'check' });
};

describe('law 9: what a guest left behind is not the next user’s', () => {
  const notBobs = async (shop: Shop, page: Visit) => {
    await enter(shop, page, null);
    // It is nobody's, and any guest may see it.
    expect(page.handle.getView()).toMatchObject({ status: 'check' });
    await enter(shop, page, 'bob');
    expect(page.handle.getView()).toMatchObject({ status: 'idle' });
    expect(page.handle.about()).toBeUndefined();
    void page.handle.proceed();
    await enter(shop, page, null);
    expect(page.handle.getView()).toMatchObject({ status: 'check' });
    expect(shop.openRow()).toMatchObject({ scope: 'guest' });
  };

  it('where the place of their user was taken', async () => {
    const shop = createShop([pay]);
    const page = await shop.enter(pay, { name: 'a', scope: 'ann' });
    await run(shop, page, 5);
    await enter(shop, page, null);
    await inDoubt(shop, page);
    await enter(shop, page, 'ann');
    expect(page.handle.getView()).toMatchObject({ status: 'done', data: { amount: 5 } });
    await notBobs(shop, page);
    expect(shop.charges).toHaveLength(1);
  });

  it('where it could not be written', async () => {
    const shop = createShop([pay]);
    const page = await shop.enter(pay, { name: 'a' });
    await inDoubt(shop, page);
    shop.world.disk.failNext('write', 1);
    await enter(shop, page, 'ann');
    expect(page.handle.getView()).toMatchObject({ status: 'idle' });
    await notBobs(shop, page);
    expect(shop.charges).toEqual([]);
  });

  it('where it could not be written, and the page is loaded anew after they have left', async () => {
    const shop = createShop([pay]);
    const page = await shop.enter(pay, { name: 'a' });
    await inDoubt(shop, page);
    shop.world.disk.failNext('write', 1);
    for (const scope of ['ann', null]) await enter(shop, page, scope);
    await notBobs(shop, await visit(page.tab.reload(), [pay], pay, null, 'c1', shop.world));
    expect(shop.charges).toEqual([]);
  });

  it('where it could not be written, and they have signed in by a redirect: the next page load begins as theirs', async () => {
    const shop = createShop([pay]);
    const page = await shop.enter(pay, { name: 'a' });
    await inDoubt(shop, page);
    shop.world.disk.failNext('write', 1);
    await notBobs(shop, await visit(page.tab.reload(), [pay], pay, 'ann', 'c1', shop.world));
    expect(shop.charges).toEqual([]);
  });

  it('where this deploy does not know its name', async () => {
    const shop = createShop([pay]);
    const page = await shop.enter(pay, { name: 'a' });
    await inDoubt(shop, page);
    const other = definePay({ name: 'other' });
    const without = await visit(page.tab.reload(), [other], other, null, 'c1', shop.world);
    await enter(shop, without, 'ann');
    await notBobs(shop, await visit(without.tab.reload(), [pay], pay, 'ann', 'c1', shop.world));
    expect(shop.charges).toEqual([]);
  });

  it('nor is its receipt', async () => {
    const shop = createShop([pay]);
    const page = await shop.enter(pay, { name: 'a', scope: 'ann' });
    await run(shop, page, 5);
    await enter(shop, page, null);
    await run(shop, page);
    await enter(shop, page, 'ann');
    await enter(shop, page, null);
    expect(page.handle.getView()).toMatchObject({ status: 'done', data: { amount: 20 } });
    await enter(shop, page, 'bob');
    expect(page.handle.getView()).toMatchObject({ status: 'idle' });
  });
});

it('who signs in once more takes along what could not be written the first time', async () => {
  const shop = createShop([pay]);
  const page = await shop.enter(pay, { name: 'a' });
  await inDoubt(shop, page);
  shop.world.disk.failNext('write', 1);
  for (const scope of ['ann', null, 'ann']) await enter(shop, page, scope);
  expect(page.handle.getView()).toMatchObject({ status: 'check' });
  shop.world.server.fault = undefined;
  void page.handle.proceed();
  await shop.world.clock.advance(1000);
  expect(page.handle.getView()).toMatchObject({ status: 'done' });
  expect(shop.charges).toHaveLength(1);
});

it('what the next guest of a tab begins goes along with the next user, also after a reload', async () => {
  const shop = createShop([pay]);
  const page = await shop.enter(pay, { name: 'a' });
  await run(shop, page);
  for (const scope of ['ann', null]) await enter(shop, page, scope);
  expect(page.handle.getView()).toMatchObject({ status: 'idle' });
  await run(shop, page, 40);
  const again = await visit(page.tab.reload(), [pay], pay, null, 'c1', shop.world);
  await enter(shop, again, 'bob');
  expect(again.handle.getView()).toMatchObject({ status: 'done', data: { amount: 40 } });
});
