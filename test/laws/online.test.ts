import { describe, expect, it } from 'vitest';
import { createShop, definePay } from './shop.ts';

// A second opinion on being online, such as TanStack Query's `onlineManager`.

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();

const opinion = (online: boolean) => {
  const listeners = new Set<() => void>();
  return {
    listeners,
    isOnline: () => online,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    say(now: boolean) {
      online = now;
      for (const listener of listeners) listener();
    },
  };
};

const open = async (...opinions: ReturnType<typeof opinion>[]) => {
  const shop = createShop([pay]);
  const a = await shop.enter(pay, { name: 'a' });
  const takeBack = opinions.map(a.client.combineOnline);
  void a.handle.run(cart);
  await shop.world.clock.advance(5000);
  return { shop, a, takeBack };
};

describe('who else says whether there is a network', () => {
  it('holds a payment back where the browser does not, and lets it go out at once', async () => {
    const manager = opinion(false);
    const { shop, a } = await open(manager);
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'offline' });
    expect(shop.ids()).toEqual([]);
    manager.say(true);
    await shop.world.clock.settle();
    expect(a.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(1);
  });

  it('is not needed where the browser itself has no network', async () => {
    const shop = createShop([pay]);
    const { client, handle } = await shop.enter(pay, { name: 'a' });
    client.combineOnline(opinion(true));
    shop.world.server.online = false;
    void handle.run(cart);
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'offline' });
  });

  it('is one of several that all have to agree', async () => {
    const [one, other] = [opinion(false), opinion(false)];
    const { shop, a } = await open(one, other);
    one.say(true);
    await shop.world.clock.settle();
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'offline' });
    other.say(true);
    await shop.world.clock.settle();
    expect(a.handle.getView()).toMatchObject({ status: 'done' });
  });

  it('is asked no more once it is taken back: what it held goes out', async () => {
    const manager = opinion(false);
    const { shop, a, takeBack } = await open(manager);
    for (const back of takeBack) back();
    await shop.world.clock.settle();
    expect(a.handle.getView()).toMatchObject({ status: 'done' });
    expect(manager.listeners.size).toBe(0);
  });

  it('is still asked for one part of the page where another part, that asked it too, has gone', async () => {
    const manager = opinion(false);
    const { shop, a, takeBack } = await open(manager, manager);
    takeBack[1]?.();
    await shop.world.clock.advance(5000);
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'offline' });
    expect(shop.ids()).toEqual([]);
  });

  it('is heard at once where it comes late: nobody takes over from a sender that is stopped, without a network', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.online = false;
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.suspend();
    shop.world.server.online = true;
    await shop.world.clock.advance(1000);
    const manager = opinion(false);
    b.client.combineOnline(manager);
    await shop.world.clock.advance(60_000);
    expect(shop.openRow()).toMatchObject({ owner: 'a' });
    manager.say(true);
    await shop.world.clock.advance(2000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.ids()).toHaveLength(1);
  });
});
