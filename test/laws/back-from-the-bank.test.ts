import { describe, expect, it } from 'vitest';
import { processing } from '../../src/core/answers.ts';
import { createShop, definePay, visit } from './shop.ts';

// Whoever looks for their TAN device takes longer than an intent stays fresh. To show the way to the bank sends nothing,
// so it counts from their last tap, whatever that tap did (law 10).

const cart = { cart: 'c1', amount: 20 };
const MINUTE = 60_000;
const pay = definePay({
  send: () => processing({ next: 'https://bank.test/3ds' }),
  check: () => processing({ next: 'https://bank.test/3ds' }),
});

/** Tapped, led to the bank, and back without having confirmed, 20 minutes later. */
const back = async () => {
  const shop = createShop([pay]);
  const { world } = shop;
  const a = await shop.enter(pay, { name: 'a' });
  void a.handle.run(cart);
  await world.clock.advance(20 * MINUTE);
  return { shop, world, ...a };
};

describe('whoever is back from their bank after 20 minutes, and has not confirmed', () => {
  it('is led there again by "Check status", for as long as the first time', async () => {
    const { handle, world } = await back();
    expect(handle.getView()).toMatchObject({ status: 'check', step: 'check' });
    void handle.proceed();
    await world.clock.advance(4 * MINUTE);
    expect(handle.getView()).toMatchObject({ reason: 'person', next: 'https://bank.test/3ds' });
    await world.clock.advance(2 * MINUTE);
    expect(handle.getView()).toMatchObject({ status: 'check' });
  });

  it('finds the way there also where their page was loaded anew since', async () => {
    const { tab, world } = await back();
    const { handle } = await visit(tab.reload(), [pay], pay, null, 'c1', world);
    void handle.proceed();
    await world.clock.advance(4 * MINUTE);
    expect(handle.getView()).toMatchObject({ reason: 'person', next: 'https://bank.test/3ds' });
  });

  it('is asked about at each look meanwhile, and nothing is sent', async () => {
    const { handle, shop, tab, world } = await back();
    void handle.proceed();
    await world.clock.advance(MINUTE);
    tab.page.focus();
    await world.clock.advance(MINUTE);
    expect(handle.getView()).toMatchObject({ reason: 'person', next: 'https://bank.test/3ds' });
    expect(shop.ids()).toEqual([]);
  });

  it('is led there also the next day, when the ID itself may be sent no more', async () => {
    const { handle, shop, tab, world } = await back();
    await world.clock.advance(21 * 60 * MINUTE);
    void handle.proceed();
    await world.clock.advance(MINUTE);
    tab.page.focus();
    await world.clock.advance(3 * MINUTE);
    expect(handle.getView()).toMatchObject({ reason: 'person', next: 'https://bank.test/3ds' });
    await world.clock.advance(2 * MINUTE);
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'expired', step: 'check' });
    expect(shop.ids()).toEqual([]);
  });
});
