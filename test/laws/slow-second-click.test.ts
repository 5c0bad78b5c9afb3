import { describe, expect, it } from 'vitest';
import { done } from '../../src/core/answers.ts';
import { checkedAfter, createShop, definePay } from './shop.ts';

// A double click is one intent, by when its two clicks were made (law 1).

const cart = { cart: 'c1', amount: 20 };

/** A tab of a shop of messages, whose store or schema can be made slow. */
const slowTab = async (what: string, more: Parameters<typeof definePay>[0] = {}) => {
  let slow = 0;
  const pause = () => slow && new Promise<void>((go) => void shop.world.clock.after(slow, go));
  const message = definePay({
    kind: 'message',
    ...more,
    ...(what === 'schema' && { input: checkedAfter<typeof cart>(pause) }),
  });
  const shop = createShop([message]);
  const { handle, tab } = await shop.enter(message, { name: 'a' });
  const { transact } = tab.ports.store;
  if (what === 'store')
    tab.ports.store.transact = async (mode, work) => {
      if (mode !== 'read') await pause();
      return transact(mode, work);
    };
  return {
    shop,
    handle,
    slowDown: (ms: number) => {
      slow = ms;
    },
  };
};

/** Two clicks, the second of which is stored 250 ms late. Resolves with how often it happened. */
const twice = async (what: string, apart: number) => {
  const { shop, handle, slowDown } = await slowTab(what);
  void handle.run(cart);
  await shop.world.clock.advance(apart);
  expect(handle.getView()).toMatchObject({ status: 'done' });
  slowDown(250);
  // Another object with the same in it, as a form gives.
  void handle.run({ ...cart });
  await shop.world.clock.advance(5000);
  return shop.charges.length;
};

describe.each([
  ['its transaction waits', 'store'],
  ['its input takes long to check', 'schema'],
])('where the second click is stored late, since %s,', (_, what) => {
  it('two within 300 ms are one', async () => {
    expect(await twice(what, 300)).toBe(1);
  });

  it('two that are 600 ms apart are two', async () => {
    expect(await twice(what, 600)).toBe(2);
  });
});

describe('two clicks are two', () => {
  const slow = (ms: (amount: number) => number) =>
    definePay({
      kind: 'message',
      input: checkedAfter<typeof cart>(
        ({ amount }) => new Promise<void>((go) => void shop.world.clock.after(ms(amount), go)),
      ),
    });
  let shop: ReturnType<typeof createShop>;

  it('though the second one comes just after the first one was stored', async () => {
    const message = slow(() => 3000);
    shop = createShop([message]);
    const { handle } = await shop.enter(message, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.advance(3400);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    void handle.run({ ...cart, amount: 30 });
    await shop.world.clock.advance(10_000);
    expect(shop.charges).toHaveLength(2);
  });

  it('in two tabs, though the second one was made just before the first one was stored', async () => {
    const message = slow((amount) => (amount === 20 ? 900 : 2500));
    shop = createShop([message]);
    const a = await shop.enter(message, { name: 'a' });
    const b = await shop.enter(message, { name: 'b' });
    void a.handle.run(cart);
    await shop.world.clock.advance(700);
    void b.handle.run({ ...cart, amount: 21 });
    await shop.world.clock.advance(10_000);
    expect(shop.charges).toHaveLength(2);
  });
});

describe.each(['run', 'proceed'] as const)(
  'a double click on what asks what became of it, by `%s` first,',
  (first) => {
    it.each(['store', 'schema'])('is one, though the second click is late by its %s', async (what) => {
      const check = () => done({ id: 'r1', amount: 20 });
      const { shop, handle, slowDown } = await slowTab(what, { retry: [], check });
      shop.world.server.failNext({ answer: 'drop' });
      void handle.run(cart);
      await shop.world.clock.advance(20_000);
      expect(handle.getView()).toMatchObject({ status: 'check' });
      void (first === 'run' ? handle.run({ ...cart }) : handle.proceed());
      await shop.world.clock.advance(200);
      expect(handle.getView()).toMatchObject({ status: 'done' });
      slowDown(400);
      void handle.run({ ...cart });
      await shop.world.clock.advance(10_000);
      expect(shop.charges).toHaveLength(1);
    });
  },
);
