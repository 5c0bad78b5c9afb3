import { describe, expect, it } from 'vitest';
import { checkedAfter, createShop, definePay } from './shop.ts';

// A double click is one intent, by when its two clicks were made (law 1).

const cart = { cart: 'c1', amount: 20 };

/** Two clicks, the second of which is stored 250 ms late. Resolves with how often it happened. */
const twice = async (what: string, apart: number) => {
  let slow = 0;
  const pause = () => slow && new Promise<void>((go) => void shop.world.clock.after(slow, go));
  const message = definePay({
    kind: 'message',
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
  void handle.run(cart);
  await shop.world.clock.advance(apart);
  expect(handle.getView()).toMatchObject({ status: 'done' });
  slow = 250;
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
