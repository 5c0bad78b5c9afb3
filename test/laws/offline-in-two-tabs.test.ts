import { describe, expect, it } from 'vitest';
import { createShop, definePay } from './shop.ts';

// Offline no tab is at work: "Another tab is working on it" is false of what waits for the network, whichever tab it was
// begun in (law 7), and leads nobody to look for their connection.

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();

const offline = async () => {
  const shop = createShop([pay]);
  const { world } = shop;
  const a = await shop.enter(pay, { name: 'a' });
  const b = await shop.enter(pay, { name: 'b' });
  world.server.online = false;
  void a.handle.run(cart);
  await world.clock.settle();
  return { shop, world, a, b };
};

describe('what waits for the network in one tab', () => {
  it('is said to wait for it in the other one, too, and is sent once', async () => {
    const { shop, world, a, b } = await offline();
    for (const { handle } of [a, b])
      expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'offline', locked: true });
    void b.handle.run(cart);
    world.server.online = true;
    await world.clock.advance(10_000);
    for (const { handle } of [a, b]) expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(1);
  });

  it('may be given up there', async () => {
    const { shop, world, a, b } = await offline();
    await b.handle.abandon({ understood: true });
    await world.clock.settle();
    for (const { handle } of [a, b]) expect(handle.getView()).toMatchObject({ status: 'idle' });
    world.server.online = true;
    await world.clock.advance(10_000);
    expect(shop.ids()).toEqual([]);
  });

  it('is told of the tab that sends it from then on', async () => {
    const { world, b } = await offline();
    world.server.failNext({ answer: 3000 });
    world.server.online = true;
    await world.clock.advance(1000);
    expect(b.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
  });
});
