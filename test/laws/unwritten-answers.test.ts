import { describe, expect, it } from 'vitest';
import { done } from '../../src/core/answers.ts';
import { createShop, definePay, json, visit } from './shop.ts';

// Answers that come while the store can neither be read nor written (laws 2 and 7).

const cart = { cart: 'c1', amount: 20 };
const pay = definePay({ retry: [] });

/** An attempt is in flight, and from now on no transaction begins. */
const broken = async (answer?: () => Response, shop = createShop([pay])) => {
  const visit = await shop.enter(pay, { name: 'a' });
  if (answer) shop.answer(answer);
  shop.world.server.failNext({ answer: 1000 });
  const view = visit.handle.run(cart);
  await shop.world.clock.settle();
  shop.world.disk.failNext('open', 1000);
  return { shop, view, ...visit };
};

describe('an answer that can neither be written nor compared with what is stored', () => {
  it.each([
    ['a receipt', () => json(200, { id: 'r1', amount: 20 }), { status: 'done', data: { id: 'r1' } }],
    ['a refusal for good', () => json(402, { detail: 'No money.' }), { status: 'declined' }],
  ])('is shown where it is proof, whatever others did: %s', async (_, answer, shown) => {
    const { shop, view } = await broken(answer);
    await shop.world.clock.advance(1000);
    expect(await view).toMatchObject({ ...shown, durability: 'memory' });
  });

  it('is no proof of itself where other attempts may have run: the view does not say that nothing happened', async () => {
    const { shop, view } = await broken(() => json(400, { detail: 'No.' }));
    await shop.world.clock.advance(1000);
    expect(await view).toMatchObject({ status: 'check', reason: 'unanswered', durability: 'memory' });
  });

  it('is told of as an event, once', async () => {
    const { shop, client, view } = await broken();
    const said: unknown[] = [];
    client.subscribe((event) => said.push(event));
    await shop.world.clock.advance(1000);
    await view;
    expect(said).toMatchObject([{ type: 'problem', code: 'storage_unwritable', name: 'pay' }]);
  });

  it('is written after 2, 4, 8 … 128 s, for as long as it takes', async () => {
    const { shop, handle, tab } = await broken();
    await shop.world.clock.advance(1000);
    for (const seconds of [2, 4, 8, 16, 32, 64]) {
      await shop.world.clock.advance(seconds * 1000);
      expect(handle.getView()).toMatchObject({ status: 'done', durability: 'memory' });
    }
    shop.world.disk.heal();
    await shop.world.clock.advance(127_999);
    expect(shop.openRow()).toMatchObject({ status: 'pending' });
    await shop.world.clock.advance(1);
    expect(shop.openRow()).toBeUndefined();
    expect(handle.getView()).toMatchObject({ status: 'done', durability: 'disk' });
    const again = await visit(tab.reload(), [pay], pay, null, 'c1', shop.world);
    expect(again.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
  });

  it('is told of where it is written at last: other tabs show it, also in data that was cleared (law 8)', async () => {
    const shop = createShop([pay]);
    const b = await shop.enter(pay, { name: 'b' });
    const { client, view } = await broken(() => json(503, {}), shop);
    const said: string[] = [];
    client.subscribe(({ type }) => said.push(type));
    await shop.world.clock.advance(1000);
    expect(await view).toMatchObject({ status: 'check' });
    shop.world.disk.heal();
    shop.world.disk.clear();
    b.tab.page.focus();
    await shop.world.clock.advance(1999);
    expect(b.handle.getView()).toMatchObject({ status: 'idle' });
    expect(said).toEqual(['problem']);
    await shop.world.clock.advance(1);
    expect(b.handle.getView()).toMatchObject({ status: 'check', requestId: shop.ids()[0] });
    expect(said).toEqual(['problem', 'outcome', 'status']);
  });

  it('is not tried for ever (law 6)', async () => {
    const { shop, tab, handle } = await broken();
    await shop.world.clock.advance(1000);
    await shop.world.clock.advance(254_000);
    const { store } = tab.ports;
    const { transact } = store;
    let count = 0;
    store.transact = (mode, work) => {
      count++;
      return transact(mode, work);
    };
    await shop.world.clock.advance(600_000);
    expect(count).toBe(0);
    expect(handle.getView()).toMatchObject({ status: 'done', durability: 'memory' });
  });

  it('is written at the next look at the page, when all its tries have failed (law 8)', async () => {
    const { shop, tab, handle } = await broken();
    await shop.world.clock.advance(1_000_000);
    shop.world.disk.heal();
    await shop.world.clock.advance(1_000_000);
    expect(shop.openRow()).toMatchObject({ status: 'pending' });
    tab.page.focus();
    await shop.world.clock.settle();
    expect(shop.openRow()).toBeUndefined();
    expect(handle.getView()).toMatchObject({ status: 'done', durability: 'disk' });
  });

  it('is not forgotten beside an earlier one that is written twice at once (law 8)', async () => {
    const patient = definePay({
      retry: [],
      timeout: 1000,
      send: () => new Promise((resolve) => shop.world.clock.after(1500, () => resolve(done({ id: 'r1' })))),
    });
    const shop = createShop([patient]);
    const { tab, handle } = await shop.enter(patient, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.settle();
    shop.world.disk.failNext('open', 1000);
    await shop.world.clock.advance(1_000_000);
    expect(handle.getView()).toMatchObject({ status: 'done', durability: 'memory' });
    shop.world.disk.heal();
    const { store } = tab.ports;
    const { transact } = store;
    let count = 0;
    // Both looks write the timeout, and the first one then fails to write the answer.
    store.transact = (mode, work) => {
      count++;
      return count === 3 ? Promise.reject(new Error('Refused.')) : transact(mode, work);
    };
    tab.page.focus();
    tab.page.focus();
    await shop.world.clock.settle();
    tab.page.focus();
    await shop.world.clock.settle();
    expect(shop.openRow()).toBeUndefined();
    expect(handle.getView()).toMatchObject({ status: 'done', durability: 'disk' });
  });
});
