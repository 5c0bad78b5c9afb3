import { describe, expect, it } from 'vitest';
import { createShop, definePay, json, visit } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();

describe('law 1: one action, one ID', () => {
  it('gives two tabs that tap in the same moment one ID and one charge', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    const views = [a.handle.run(cart), b.handle.run(cart)];
    await shop.world.clock.settle();
    expect(await Promise.all(views)).toMatchObject([{ status: 'done' }, { status: 'done' }]);
    expect(shop.charges).toHaveLength(1);
    expect(shop.ids()).toHaveLength(1);
  });

  it('answers a tap just after another tab was done with that result', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    b.tab.suspend();
    const view = a.handle.run(cart);
    await shop.world.clock.settle();
    await view;
    const second = b.handle.run(cart);
    await b.tab.resume();
    await shop.world.clock.settle();
    expect(await second).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(shop.charges).toHaveLength(1);
  });

  it('takes a tap within 500 ms of the last one as part of it, even when that one is already declined', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    shop.answer(() => json(402, { code: 'card_declined', detail: 'Declined.' }));
    const view = handle.run(cart);
    await shop.world.clock.settle();
    expect(await view).toMatchObject({ status: 'declined' });
    await shop.world.clock.advance(400);
    expect(await run(handle.run(cart), shop)).toMatchObject({ status: 'declined' });
    expect(shop.ids()).toHaveLength(1);
    await shop.world.clock.advance(200);
    expect(await run(handle.run(cart), shop)).toMatchObject({ status: 'done' });
    expect(new Set(shop.ids()).size).toBe(2);
  });

  it('answers with the stored result for `once`, after a reload too, and says when something else was asked', async () => {
    const shop = createShop([pay]);
    const first = await shop.enter(pay, { name: 'a' });
    await run(first.handle.run(cart), shop);
    await first.handle.deliver();
    await shop.world.clock.advance(10_000);
    const again = await visit(first.tab.reload(), [pay], pay, null, 'c1', shop.world);
    expect(again.handle.getView()).toMatchObject({ status: 'idle' });
    expect(await run(again.handle.run({ ...cart, amount: 30 }), shop)).toMatchObject({
      status: 'done',
      data: { id: 'r1' },
      inputChanged: true,
    });
    expect(shop.charges).toHaveLength(1);
  });

  it('makes a new action of each tap without `once`', async () => {
    const save = definePay({ name: 'save', kind: 'save' });
    const shop = createShop([save]);
    const { handle } = await shop.enter(save);
    await run(handle.run(cart), shop);
    await shop.world.clock.advance(600);
    await run(handle.run(cart), shop);
    expect(shop.charges).toHaveLength(2);
    expect(new Set(shop.ids()).size).toBe(2);
  });

  it('refuses an own generator that repeats itself, or gives what no header can carry', async () => {
    const twice = definePay({ requestId: () => 'the-same' });
    const shop = createShop([twice]);
    const { handle, client } = await shop.enter(twice);
    await run(handle.run(cart), shop);
    const other = client.handle(twice, 'c2').run(cart);
    other.catch(() => {});
    await shop.world.clock.settle();
    await expect(other).rejects.toMatchObject({ code: 'invalid_request_id' });
    expect(client.handle(twice, 'c2').getView()).toMatchObject({ status: 'idle', locked: false });
    const spaced = definePay({ name: 'spaced', requestId: () => 'two words\r\nX: y' });
    const second = createShop([spaced]);
    const visitor = await second.enter(spaced);
    const refused = visitor.handle.run(cart);
    refused.catch(() => {});
    await second.world.clock.settle();
    await expect(refused).rejects.toMatchObject({ code: 'invalid_request_id' });
    expect(second.ids()).toEqual([]);
  });
});

async function run<T>(view: Promise<T>, shop: ReturnType<typeof createShop>): Promise<T> {
  await shop.world.clock.settle();
  return view;
}
