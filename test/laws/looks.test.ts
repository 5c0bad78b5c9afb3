import { describe, expect, it } from 'vitest';
import { byBank, createShop, definePay, visit } from './shop.ts';

// A look at a page that still reads its store does not take the page load's place (law 6).

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();
const asking = definePay({ check: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`) });

describe.each([
  ['slow', 1500],
  ['failed once', 3500],
])('a look while the first reading is %s', (_, ms) => {
  /** Reloads the tab, and looks at it before it has read. */
  const look = async (
    shop: ReturnType<typeof createShop>,
    action: typeof pay,
    tab: Parameters<typeof visit>[0],
  ) => {
    const recover = shop.world.disk.hang();
    const { handle } = await visit(tab, [action], action, 'ann', 'c1', shop.world);
    await shop.world.clock.advance(ms);
    tab.page.focus();
    recover();
    await shop.world.clock.advance(30_000);
    return handle;
  };

  it.each([
    ['asks', asking],
    ['sends again', pay],
  ])('%s, as a page load does', async (__, action) => {
    const shop = createShop([action]);
    const { handle, tab } = await shop.enter(action, { name: 'a', scope: 'ann' });
    shop.answer(() => new Response('<p>', { status: 200 }), 'after');
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'check' });
    expect((await look(shop, action, tab.reload())).getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
  });

  it('goes on for who comes back from their bank', async () => {
    const bank = definePay({
      send: byBank,
      check: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`),
    });
    const shop = createShop([bank]);
    const { handle, tab } = await shop.enter(bank, { name: 'a', scope: 'ann' });
    void handle.run(cart);
    await shop.world.clock.settle();
    expect((await look(shop, bank, tab.reload())).getView()).toMatchObject({ status: 'done' });
  });
});
