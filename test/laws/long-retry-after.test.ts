import { describe, expect, it } from 'vitest';
import { createShop, definePay, json, visit } from './shop.ts';

// A server that asks for more time than a round has is left alone by the next page load, too: a reload is no way around
// its `Retry-After` (law 6). The person may go on at once.

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();

const limited = async () => {
  const shop = createShop([pay]);
  const { world } = shop;
  const a = await shop.enter(pay, { name: 'a' });
  shop.answer(() => json(429, {}, { 'Retry-After': '90' }));
  void a.handle.run(cart);
  await world.clock.settle();
  expect(a.handle.getView()).toMatchObject({ status: 'check', step: 'send' });
  const reload = async () => visit(a.tab.reload(), [pay], pay, null, 'c1', world);
  return { shop, world, reload };
};

describe('a server that asks for more than a round', () => {
  it('is sent nothing by a reload before that, and may be by the person', async () => {
    const { reload, shop, world } = await limited();
    const { handle } = await reload();
    await world.clock.advance(60_000);
    expect(handle.getView()).toMatchObject({ status: 'check', step: 'send', locked: false });
    expect(shop.ids()).toHaveLength(1);
    void handle.proceed();
    await world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(new Set(shop.ids()).size).toBe(1);
  });

  it('is sent the same ID by a page load after it', async () => {
    const { reload, shop, world } = await limited();
    await world.clock.advance(90_000);
    const { handle } = await reload();
    await world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(new Set(shop.ids()).size).toBe(1);
  });

  it.each([
    ['at once', 0, '90', 'idempotent'],
    ['past freshness', 10 * 60_000, '3600', 'idempotent'],
    // Asked too early it knows nothing yet, and then no step is left but to give it up.
    ['where nothing is sent twice', 0, '20', 'unprotected'],
  ] as const)('is asked nothing by a reload before that (%s)', async (_when, ms, seconds, endpoint) => {
    let questions = 0;
    const asks = definePay({
      endpoint,
      check: (requestId, { fetch }) => {
        questions++;
        return fetch(`https://shop.test/status/${requestId}`);
      },
    });
    const shop = createShop([asks]);
    const { world } = shop;
    const a = await shop.enter(asks, { name: 'a' });
    shop.answer(() => json(503, {}, { 'Retry-After': seconds }));
    void a.handle.run(cart);
    await world.clock.advance(ms);
    const { handle } = await visit(a.tab.reload(), [asks], asks, null, 'c1', world);
    await world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'check', step: 'check' });
    expect(shop.ids()).toHaveLength(1);
    expect(questions).toBe(0);
  });
});
