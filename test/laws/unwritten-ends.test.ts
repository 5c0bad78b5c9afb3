import { describe, expect, it } from 'vitest';
import { createShop, definePay } from './shop.ts';

// Time ends a round, and that cannot be written: what is shown all the same, and what is not (laws 2 and 7).

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();

/** A payment that waits for the network, until a second before it is too old to go out by itself. */
const waiting = async () => {
  const shop = createShop([pay]);
  const a = await shop.enter(pay, { name: 'a' });
  const b = await shop.enter(pay, { name: 'b' });
  shop.world.server.online = false;
  void a.handle.run(cart);
  await shop.world.clock.advance(299_500);
  expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'offline' });
  return { shop, a, b };
};

describe('a payment that was never sent, and is too old now', () => {
  it('is a `retry` at once where the store still says that nothing was sent', async () => {
    const { shop, a } = await waiting();
    shop.world.disk.failNext('write', 99);
    await shop.world.clock.advance(501);
    expect(a.handle.getView()).toMatchObject({ status: 'retry', locked: false });
    expect(shop.openRow()).toMatchObject({ status: 'wait', reason: 'offline' });
  });

  it('may have happened for all this tab can tell where nothing can be read, once that was tried for two minutes', async () => {
    const { shop, a } = await waiting();
    shop.world.disk.failNext('open', 99);
    await shop.world.clock.advance(120_000);
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'offline' });
    await shop.world.clock.advance(10_000);
    expect(a.handle.getView()).toMatchObject({ status: 'check', reason: 'unanswered', locked: false });
  });

  it('is no `retry` by a reading that is old: this tab was stopped, and another has sent it since', async () => {
    const { shop, a, b } = await waiting();
    const { store } = a.tab.ports;
    const { transact } = store;
    shop.world.disk.failNext('write');
    store.transact = async (mode, work) => {
      if (mode !== 'read') return transact(mode, work);
      store.transact = transact;
      return transact(mode, async (tx) => {
        const read = await work(tx);
        a.tab.suspend();
        return read;
      });
    };
    await shop.world.clock.advance(501);
    shop.world.server.online = true;
    await shop.world.clock.advance(2000);
    expect(b.handle.getView()).toMatchObject({ status: 'retry' });
    shop.world.server.failNext({ answer: 5000 });
    void b.handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(shop.charges).toHaveLength(1);
    await a.tab.resume();
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
    expect(a.seen.map(({ status }) => status)).not.toContain('retry');
  });

  it('is no `retry` by a reading that came before the news that another tab has sent it', async () => {
    const { shop, a, b } = await waiting();
    const { store } = a.tab.ports;
    const { transact } = store;
    shop.world.disk.failNext('write');
    store.transact = async (mode, work) => {
      if (mode !== 'read') return transact(mode, work);
      store.transact = transact;
      const read = await transact(mode, work);
      await new Promise<void>((resolve) => shop.world.clock.after(500, resolve));
      return read;
    };
    await shop.world.clock.advance(501);
    // As in a back/forward cache: the other tab has what it queued for.
    shop.world.locks.drop(a.tab.id);
    await shop.world.clock.settle();
    expect(b.handle.getView()).toMatchObject({ status: 'retry' });
    a.seen.length = 0;
    shop.world.server.online = true;
    shop.world.server.failNext({ answer: 5000 });
    void b.handle.run(cart);
    await shop.world.clock.settle();
    expect(shop.charges).toHaveLength(1);
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
    await shop.world.clock.advance(500);
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
  });
});

describe('a payment that was sent, and whose time is over', () => {
  it('is a `check` once its time is over, and not when all tries have failed, where nothing can be read either', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 'drop' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'backoff' });
    shop.world.disk.failNext('open', 99);
    await shop.world.clock.advance(35_000);
    expect(a.handle.getView()).toMatchObject({ status: 'check', reason: 'unanswered', locked: false });
    expect(shop.ids()).toHaveLength(1);
  });
});
