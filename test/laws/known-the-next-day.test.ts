import { describe, expect, it } from 'vitest';
import { byBank, createShop, definePay, visit } from './shop.ts';

// The person pays at their bank, closes everything, and comes back when the ID itself is too old to be sent. What became
// of it is known only then, and is kept from then on: nobody has been told yet (laws 1 and 8).

const cart = { cart: 'c1', amount: 20 };
const HOUR = 3_600_000;
const pay = definePay({
  send: byBank,
  check: (requestId, { fetch }) => fetch(`https://shop.test/pay/${requestId}`),
});

/** Paid at the bank; the page is closed, and 21 h later the shop's first page is loaded, which shows no cart. */
const nextDay = async () => {
  const shop = createShop([pay]);
  const { world } = shop;
  const { handle, tab } = await shop.enter(pay, { name: 'a' });
  void handle.run(cart);
  await world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'person' });
  tab.close();
  world.clock.jump(21 * HOUR);
  const home = await visit(world.tab('a'), [pay], pay, null, 'another', world);
  await world.clock.advance(60_000);
  return { shop, world, home };
};

describe('what is found to be done past its retention', () => {
  it('is shown and told where the person looks a minute later', async () => {
    const { home, world } = await nextDay();
    const checkout = home.client.handle(pay, 'c1');
    expect(checkout.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    const told = checkout.deliver(checkout.getView());
    await world.clock.settle();
    expect(await told).toEqual({ resumed: true });
  });

  it('is shown and told by the next page load', async () => {
    const { home, world } = await nextDay();
    const { handle } = await visit(home.tab.reload(), [pay], pay, null, 'c1', world);
    expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    const told = handle.deliver(handle.getView());
    await world.clock.settle();
    expect(await told).toEqual({ resumed: true });
  });

  it('answers whoever taps once more, and is not paid again', async () => {
    const { home, shop, world } = await nextDay();
    const { handle } = await visit(home.tab.reload(), [pay], pay, null, 'c1', world);
    void handle.run(cart);
    await world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(shop.ids()).toHaveLength(1);
  });

  it('is deleted once its retention is over since then', async () => {
    const { home, world } = await nextDay();
    home.tab.close();
    world.clock.jump(21 * HOUR);
    await visit(world.tab('a'), [pay], pay, null, 'another', world);
    await world.clock.advance(60_000);
    expect(world.disk.snapshot()).toEqual([]);
  });
});
