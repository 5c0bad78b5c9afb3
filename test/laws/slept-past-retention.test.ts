import { describe, expect, it } from 'vitest';
import { absent } from '../../src/core/answers.ts';
import { post } from '../../src/core/post.ts';
import { createShop, definePay, visit } from './shop.ts';

// A phone sleeps for three days with a call under way. When it wakes the call is given up, and its ID may be sent no
// more: a step that would do nothing is not offered, nor a promise made that hangs on the ID (laws 7 and 10).

const cart = { cart: 'c1', amount: 20 };
const DAYS = 3 * 86_400_000;

/** Asleep from just after the tap, for three days. */
const slept = async (action: ReturnType<typeof definePay>) => {
  const shop = createShop([action]);
  const { handle, tab } = await shop.enter(action, { name: 'a' });
  void handle.run(cart);
  await shop.world.clock.advance(100);
  tab.suspend();
  await shop.world.clock.advance(DAYS);
  await tab.resume('focus');
  await shop.world.clock.advance(1000);
  return { shop, handle };
};

describe('a call that its phone has slept through', () => {
  it('may have run, and is too old to be sent again', async () => {
    const pay = definePay({ send: () => new Promise(() => {}) });
    const { handle } = await slept(pay);
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'expired', step: 'none' });
  });

  it('is asked about, where that is possible', async () => {
    const pay = definePay({
      send: () => new Promise(() => {}),
      check: (requestId, { fetch }) => fetch(`https://shop.test/pay/${requestId}`),
    });
    const { handle } = await slept(pay);
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'expired', step: 'check' });
  });

  it('is over where it certainly never left', async () => {
    const pay = definePay({
      send: post('https://shop.test/pay', { headers: () => new Promise(() => {}) }),
    });
    const { handle, shop } = await slept(pay);
    expect(handle.getView()).toMatchObject({ status: 'idle', problem: { code: 'expired' } });
    expect(shop.ids()).toEqual([]);
  });

  it('is too old to be sent again for a tab that takes it over', async () => {
    const pay = definePay({ send: () => new Promise(() => {}) });
    const shop = createShop([pay]);
    const sender = await shop.enter(pay, { name: 'a' });
    const { handle, tab } = await shop.enter(pay, { name: 'b' });
    void sender.handle.run(cart);
    await shop.world.clock.advance(100);
    tab.suspend();
    sender.tab.close();
    shop.world.clock.jump(DAYS);
    await tab.resume();
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'expired', step: 'none' });
  });

  it('is too old to be sent again where the server knows nothing of it', async () => {
    let answer = (_: unknown) => {};
    const pay = definePay({
      send: () => new Promise(() => {}),
      check: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    const shop = createShop([pay]);
    const { world } = shop;
    const { handle, tab } = await shop.enter(pay, { name: 'a' });
    void handle.run(cart);
    await world.clock.advance(60_000);
    void handle.proceed();
    await world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'checking' });
    tab.close();
    world.clock.jump(DAYS);
    const later = await visit(world.tab('a'), [pay], pay, null, 'c1', world);
    expect(later.handle.getView()).toMatchObject({ status: 'wait', reason: 'checking' });
    answer(absent());
    await world.clock.settle();
    expect(later.handle.getView()).toMatchObject({ status: 'check', reason: 'expired', step: 'none' });
  });
});
