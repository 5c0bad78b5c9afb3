import type { Tab } from 'safe-action/testing';
import { describe, expect, it } from 'vitest';
import { createShop, definePay, visit } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();
const asking = definePay({
  check: (requestId, context) => context.fetch(`https://shop.test/pay/${requestId}`),
});

/** As plain http has it (`browser/webLock.ts`): only `steal` succeeds, at once. */
const withoutLocks = (tab: Tab): Tab => {
  tab.ports.lock = {
    acquire: async (_, mode) =>
      mode === 'steal' ? { release() {}, lost: new AbortController().signal } : null,
  };
  return tab;
};

/** A shop whose last page load left the action in `check`. */
const inCheck = async (action: typeof pay) => {
  const shop = createShop([action]);
  const { world } = shop;
  const load = (name: string, latest?: Tab) =>
    visit(withoutLocks(latest?.reload() ?? world.tab(name)), [action], action, null, 'c1', world);
  const a = await load('a');
  world.server.fault = () => ({ request: 'hang' });
  void a.handle.run(cart);
  await world.clock.advance(31_000);
  expect(a.handle.getView()).toMatchObject({ status: 'check' });
  world.server.fault = () => undefined;
  return { shop, a, load };
};

describe('law 3: one sender, where there are no locks', () => {
  it('asks what became of an action on a page load, by itself (law 6)', async () => {
    const { shop, a, load } = await inCheck(asking);
    const sent = shop.ids().length;
    const b = await load('a', a.tab);
    await shop.world.clock.settle();
    // Nothing is known there, so the same ID is sent again.
    expect(shop.world.server.calls.slice(-2).map(({ method }) => method)).toEqual(['GET', 'POST']);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(sent + 1);
    expect(new Set(shop.ids()).size).toBe(1);
  });

  it('leaves what is on its way in another tab to that tab', async () => {
    const shop = createShop([pay]);
    const { world } = shop;
    const [a, b] = await Promise.all(
      ['a', 'b'].map((name) => visit(withoutLocks(world.tab(name)), [pay], pay, null, 'c1', world)),
    );
    world.server.failNext({ answer: 5000 });
    void a?.handle.run(cart);
    await world.clock.settle();
    expect(b?.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
    expect(shop.openRow()).toMatchObject({ owner: 'a' });
    await world.clock.advance(5000);
    expect(b?.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(1);
  });

  it('sends once where two page loads find the same action at the same time', async () => {
    const { shop, a, load } = await inCheck(pay);
    const before = shop.ids().length;
    a.tab.close();
    shop.world.server.failNext({ answer: 5000 }, 2);
    await Promise.all([load('b'), load('c')]);
    expect(shop.ids()).toHaveLength(before + 1);
    await shop.world.clock.advance(6000);
    expect(shop.charges).toHaveLength(1);
    expect(new Set(shop.ids()).size).toBe(1);
  });

  it('does not lock for ever, beside another user, what a dead sender has left', async () => {
    const shop = createShop([pay]);
    const { world } = shop;
    const a = await visit(withoutLocks(world.tab('a')), [pay], pay, 'ann', 'c1', world);
    world.server.failNext({ request: 'hang' });
    void a.handle.run(cart);
    await world.clock.settle();
    const tab = withoutLocks(a.tab.reload());
    const recover = world.disk.hang();
    const b = await visit(tab, [pay], pay, 'ann', 'c1', world);
    // Bob signs in in another tab as this page load reads its store.
    shop.open('c').client.setScope('bob');
    await world.clock.settle();
    recover();
    await world.clock.settle();
    const view = b.handle.run(cart);
    await world.clock.advance(15_000);
    expect(await view).toMatchObject({ status: 'check', locked: false });
    expect(shop.ids()).toHaveLength(1);
  });
});
