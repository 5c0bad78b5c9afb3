import { describe, expect, it } from 'vitest';
import type { Key, Store } from '../../src/core/ports.ts';
import { createShop, definePay, type Shop, type Visit, visit } from './shop.ts';

// A guest goes to the sign-in page and comes back as a user: a page load in the same tab.

const cart = { cart: 'c1', amount: 20 };
const pay = definePay({ retry: [] });

const load = async (shop: Shop, { tab }: Visit, scope: string | null) => {
  const page = await visit(tab.reload(), [pay], pay, scope, 'c1', shop.world);
  await shop.world.clock.advance(10_000);
  return page;
};

const enter = async (shop: Shop, { client }: Visit, scope: string | null) => {
  client.setScope(scope);
  await shop.world.clock.advance(10_000);
};

const run = async (shop: Shop, { handle }: Visit) => {
  void handle.run(cart);
  await shop.world.clock.advance(10_000);
};

/** Charged, and the answer is lost. */
const inDoubt = async () => {
  const shop = createShop([pay]);
  const page = await shop.enter(pay, { name: 'a' });
  shop.world.server.failNext({ answer: 'drop' });
  await run(shop, page);
  expect(page.handle.getView()).toMatchObject({ status: 'check' });
  expect(shop.charges).toHaveLength(1);
  return { shop, page };
};

describe('laws 1 and 4: a guest who signs in does not pay what their tab’s session began once more', () => {
  it('by a redirect', async () => {
    const { shop, page } = await inDoubt();
    const ann = await load(shop, page, 'ann');
    expect(ann.handle.getView()).toMatchObject({ status: 'check' });
    expect(ann.client.getOpen()).toHaveLength(1);
    await run(shop, ann);
    expect(ann.handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(shop.charges).toHaveLength(1);
  });

  it('and have tapped before it is known who they are', async () => {
    const { shop, page } = await inDoubt();
    const ann = await visit(page.tab.reload(), [pay], pay, undefined, 'c1', shop.world);
    void ann.handle.run(cart);
    await shop.world.clock.advance(100);
    await enter(shop, ann, 'ann');
    expect(ann.handle.getView()).toMatchObject({ requestId: shop.ids()[0] });
    expect(shop.charges).toHaveLength(1);
  });

  it('and has paid, which they are told once', async () => {
    const shop = createShop([pay]);
    const page = await shop.enter(pay, { name: 'a' });
    await run(shop, page);
    let ann = page;
    for (const told of [true, false]) {
      ann = await load(shop, ann, 'ann');
      expect(await ann.handle.deliver()).toEqual(told ? expect.anything() : null);
    }
    await run(shop, ann);
    expect(ann.handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(shop.charges).toHaveLength(1);
  });

  it.each(['could not be written', 'was not written yet as the page was loaded anew'])(
    'by a change of scope, where their record %s',
    async (why) => {
      const { shop, page } = await inDoubt();
      if (why === 'could not be written') shop.world.disk.failNext('write', 1);
      else shop.world.disk.hang();
      page.client.setScope('ann');
      await shop.world.clock.advance(100);
      page.tab.close();
      shop.world.disk.heal();
      const ann = await load(shop, page, 'ann');
      await run(shop, ann);
      expect(ann.handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
      expect(shop.charges).toHaveLength(1);
    },
  );
});

describe('law 9: who signs in by a redirect gets nothing of a guest who was somebody else', () => {
  const hasNothing = ({ handle }: Visit) => {
    expect(handle.getView()).toMatchObject({ status: 'idle' });
    expect(handle.about()).toBeUndefined();
  };

  it('that guest’s user has it', async () => {
    const { shop, page } = await inDoubt();
    const ann = await load(shop, page, 'ann');
    hasNothing(await load(shop, await load(shop, ann, null), 'bob'));
    expect(shop.openRow()).toMatchObject({ scope: 'user:ann' });
  });

  it.each([
    ['and has left by a page load', 'load', [null]],
    ['and has left by a change of scope', 'enter', [null]],
    ['and has not left', 'load', []],
    ['and has not left, signed in by a change of scope', 'enter', []],
  ])('that guest’s user could not take it along, %s', async (_, how, then) => {
    const { shop, page } = await inDoubt();
    // Nobody finds out what became of it.
    shop.world.server.fault = () => ({ request: 'refuse' });
    shop.world.disk.failNext('write', 1);
    let at = page;
    for (const scope of ['ann', ...then])
      if (how === 'load') at = await load(shop, at, scope);
      else await enter(shop, at, scope);
    expect(shop.openRow()).toMatchObject({ scope: 'guest' });
    hasNothing(await load(shop, at, 'bob'));
    expect(shop.openRow()).toMatchObject({ scope: 'guest' });
  });

  it('a page load of a user reads nothing of any guest, but the first one after they were one', async () => {
    const scopesRead = async (shop: Shop, tab: Visit['tab'], scope = 'ann') => {
      const read = observed(tab.ports);
      await visit(tab, [pay], pay, scope, 'c1', shop.world);
      await shop.world.clock.advance(10_000);
      return new Set(read.map(([, , of]) => of));
    };
    const shop = createShop([pay]);
    const { tab } = await shop.enter(pay, { name: 'a', scope: 'ann' });
    expect(await scopesRead(shop, tab.reload())).toEqual(new Set(['user:ann']));
    const { page, ...other } = await inDoubt();
    expect(await scopesRead(other.shop, page.tab.reload())).toContain('guest');
    expect(await scopesRead(other.shop, other.shop.world.tab('a'))).toEqual(new Set(['user:ann']));
  });
});

/** The keys that a tab reads. */
function observed(ports: { store: Store }): Key[] {
  const keys: Key[] = [];
  const { transact } = ports.store;
  ports.store.transact = (mode, work) =>
    transact(mode, (tx) =>
      work({
        ...tx,
        get: (key) => {
          keys.push(key);
          return tx.get(key);
        },
        range: (prefix) => {
          keys.push(prefix);
          return tx.range(prefix);
        },
      }),
    );
  return keys;
}
