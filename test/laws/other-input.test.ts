import { describe, expect, it } from 'vitest';
import { createShop, definePay, json, slowly, visit } from './shop.ts';

// A tap sends what it asks for or nothing, and is told where the slot's answer is to something else (laws 5 and 7).

const twenty = { cart: 'c1', amount: 20 };
const forty = { cart: 'c1', amount: 40 };
const pay = definePay();

describe('what is done for something else says so', () => {
  it('to the second of two tabs that ask at once', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    const views = [a.handle.run(twenty), b.handle.run(forty)];
    await shop.world.clock.settle();
    const [one, other] = await Promise.all(views);
    expect(shop.charges).toHaveLength(1);
    expect(one).toMatchObject({ status: 'done', data: { amount: 20 } });
    expect(one).not.toHaveProperty('inputChanged');
    expect(other).toMatchObject({ status: 'done', data: { amount: 20 }, inputChanged: true });
  });

  it('to a tap whose input was being checked while another tab paid', async () => {
    const { schema, go } = slowly<typeof twenty>();
    const slow = definePay({ input: schema });
    const shop = createShop([slow]);
    const a = await shop.enter(slow, { name: 'a' });
    const b = await visit(shop.world.tab('b'), [pay], pay, null, 'c1', shop.world);
    const view = a.handle.run(twenty);
    await shop.world.clock.advance(1000);
    void b.handle.run(forty);
    await shop.world.clock.advance(1000);
    go();
    await shop.world.clock.advance(1000);
    expect(shop.charges).toHaveLength(1);
    expect(await view).toMatchObject({ status: 'done', data: { amount: 40 }, inputChanged: true });
  });

  it('to a second tap in the same tab, from when the first one is stored', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 2000 });
    void handle.run(twenty);
    const second = handle.run(forty);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'pending', inputChanged: true });
    await shop.world.clock.advance(2000);
    expect(await second).toMatchObject({ status: 'done', data: { amount: 20 }, inputChanged: true });
    expect(shop.charges).toHaveLength(1);
  });

  it('to a second tap while nobody knows yet who is signed in', async () => {
    const shop = createShop([pay]);
    const { client } = shop.open('a');
    const handle = client.handle(pay, 'c1');
    const first = handle.run(twenty);
    const second = handle.run(forty);
    client.setScope('ann');
    await shop.world.clock.settle();
    expect(await first).toMatchObject({ status: 'done', data: { amount: 20 } });
    expect(await second).toMatchObject({ status: 'done', data: { amount: 20 }, inputChanged: true });
    expect(shop.charges).toHaveLength(1);
  });

  it('and not to a second tap that asks for the same', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    const views = [handle.run(twenty), handle.run({ ...twenty })];
    await shop.world.clock.settle();
    for (const view of await Promise.all(views)) {
      expect(view).toMatchObject({ status: 'done' });
      expect(view).not.toHaveProperty('inputChanged');
    }
  });

  it('also where the server had the ID replaced by another meanwhile', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.answer(() => json(409, { code: 'key_too_old', serverTime: shop.world.clock.now() }));
    shop.world.server.failNext({ request: 1000 });
    const first = handle.run(twenty);
    await shop.world.clock.advance(500);
    const second = handle.run(forty);
    await shop.world.clock.advance(5000);
    expect(new Set(shop.ids()).size).toBe(2);
    expect(await first).toMatchObject({ status: 'done', data: { amount: 20 } });
    expect(await second).toMatchObject({ status: 'done', data: { amount: 20 }, inputChanged: true });
  });
});
