import { describe, expect, it } from 'vitest';
import { createShop, definePay, type Shop, type Visit, visit } from './shop.ts';

// The machine's clock is a minute fast, and set right while something may have happened. To another page load it was begun
// in the future then. That says nothing of its retention: it is not called too old for ever, and its step not taken away,
// which would leave only to give it up and to pay once more (laws 4, 7 and 10).

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();

const inDoubt = async () => {
  const shop = createShop([pay]);
  const { world } = shop;
  const a = await shop.enter(pay, { name: 'a' });
  const b = await shop.enter(pay, { name: 'b' });
  world.server.failNext({ answer: 'drop' }, 4);
  void a.handle.run(cart);
  await world.clock.advance(20_000);
  expect(a.handle.getView()).toMatchObject({ status: 'check', step: 'send' });
  world.clock.jump(-60_000);
  return { ...a, b, shop, world };
};

/** The next tap, by a clock that has caught up, ends it with the one charge. */
const finishes = async (handle: Visit['handle'], { world, charges }: Shop) => {
  void handle.run(cart);
  await world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'done' });
  expect(charges).toHaveLength(1);
};

describe('a clock that is set back by a minute', () => {
  it('takes no step away where somebody looks at another tab', async () => {
    const { b, handle, shop, world } = await inDoubt();
    b.tab.page.focus();
    await world.clock.advance(120_000);
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'unanswered', step: 'send' });
    await finishes(handle, shop);
  });

  it('takes none away by a page load, which sends nothing itself', async () => {
    const { shop, tab, world } = await inDoubt();
    const sent = shop.ids().length;
    const { handle } = await visit(tab.reload(), [pay], pay, null, 'c1', world);
    await world.clock.advance(120_000);
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'unanswered', step: 'send' });
    expect(shop.ids()).toHaveLength(sent);
    await finishes(handle, shop);
  });

  it.each(['tab', 'page load'])(
    'takes none away where somebody taps in another %s, and says why nothing is sent',
    async (where) => {
      const { shop, b, tab, world } = await inDoubt();
      const sent = shop.ids().length;
      const { handle } = where === 'tab' ? b : await visit(tab.reload(), [pay], pay, null, 'c1', world);
      void handle.run(cart);
      await world.clock.advance(1000);
      expect(handle.getView()).toMatchObject({
        status: 'check',
        reason: 'unanswered',
        step: 'send',
        problem: { code: 'expired' },
      });
      expect(shop.ids()).toHaveLength(sent);
      await world.clock.advance(120_000);
      await finishes(handle, shop);
    },
  );

  it('takes none away by a page load that finds a call in flight', async () => {
    const shop = createShop([pay]);
    const { world } = shop;
    const a = await shop.enter(pay, { name: 'a' });
    world.server.failNext({ answer: 'hang' });
    void a.handle.run(cart);
    await world.clock.advance(1000);
    world.clock.jump(-60_000);
    const { handle } = await visit(a.tab.reload(), [pay], pay, null, 'c1', world);
    await world.clock.advance(120_000);
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'unanswered', step: 'send' });
    await finishes(handle, shop);
  });
});
