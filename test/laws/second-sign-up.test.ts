import { describe, expect, it } from 'vitest';
import { createShop, definePay, visit } from './shop.ts';

// Somebody signs up, and somebody else on the same tablet after them. With `keep: 'id'` nobody knows after a page load
// what the first one typed: "done" alone would say that the second one's account is created (law 7).

const ann = { cart: 'ann@shop.test', amount: 0 };
const bob = { cart: 'bob@shop.test', amount: 0 };
const signUp = definePay({
  name: 'account.create',
  kind: 'account',
  keep: 'id',
  check: (requestId, { fetch }) => fetch(`https://shop.test/accounts/${requestId}`),
});

/** Ann has signed up, and was told so; then the page is loaded anew. */
const signedUp = async () => {
  const shop = createShop([signUp]);
  const { world } = shop;
  const a = await shop.enter(signUp, { name: 'a' });
  const view = a.handle.run(ann);
  await world.clock.advance(1000);
  expect(await view).toMatchObject({ status: 'done' });
  void a.handle.deliver(a.handle.getView());
  await world.clock.settle();
  return { ...a, shop, world, later: () => visit(a.tab.reload(), [signUp], signUp, null, 'c1', world) };
};

describe('a `once` answer whose input is not kept', () => {
  it('is said not to be of what is typed after a page load', async () => {
    const { later, shop, world } = await signedUp();
    const { handle } = await later();
    const view = handle.run(bob);
    await world.clock.advance(1000);
    expect(await view).toMatchObject({ status: 'done', inputChanged: true });
    expect(handle.getView()).toMatchObject({ status: 'done', inputChanged: true });
    expect(shop.charges).toHaveLength(1);
  });

  it('is the answer of who typed it, while this page knows what that was', async () => {
    const { handle, world } = await signedUp();
    const view = handle.run(ann);
    await world.clock.advance(1000);
    expect(await view).not.toHaveProperty('inputChanged');
  });

  it('is shown as it is to who has typed nothing', async () => {
    const { later, world } = await signedUp();
    const { handle } = await later();
    void handle.proceed();
    await world.clock.advance(1000);
    expect(handle.getView()).not.toHaveProperty('inputChanged');
  });

  it('is the answer of whoever taps for what takes no input', async () => {
    const { later, world } = await signedUp();
    const { handle } = await later();
    const view = handle.run(undefined);
    await world.clock.advance(1000);
    expect(await view).not.toHaveProperty('inputChanged');
  });

  it('is said not to be of what is typed in another tab while it is under way', async () => {
    const shop = createShop([signUp]);
    const { world } = shop;
    const a = await shop.enter(signUp, { name: 'a' });
    const b = await shop.enter(signUp, { name: 'b' });
    world.server.failNext({ answer: 3000 });
    void a.handle.run(ann);
    await world.clock.advance(1000);
    const view = b.handle.run(bob);
    await world.clock.advance(5000);
    expect(a.handle.getView()).not.toHaveProperty('inputChanged');
    expect(await view).toMatchObject({ status: 'done', inputChanged: true });
    expect(shop.charges).toHaveLength(1);
  });
});
