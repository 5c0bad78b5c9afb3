import { describe, expect, it } from 'vitest';
import { done } from '../../src/core/answers.ts';
import { answeredByHand, byBank, createShop, definePay, visit } from './shop.ts';

// The machine's clock is set back by a day while the payment is under way, and set right after it. When it was known to be
// done is then before it was begun: what is done answers the next tap all the same, and stays in the store (laws 1 and 8).

const cart = { cart: 'c1', amount: 20 };
const DAY = 86_400_000;

const paid = async () => {
  const { pay, sent, answer } = answeredByHand();
  const shop = createShop([pay]);
  const { world } = shop;
  const here = await shop.enter(pay, { name: 'a' });
  void here.handle.run(cart);
  await world.clock.advance(1000);
  world.clock.jump(-DAY);
  answer(done({ id: 'r1', amount: 20 }));
  await world.clock.settle();
  expect(here.handle.getView()).toMatchObject({ status: 'done' });
  world.clock.jump(DAY);
  await world.clock.advance(5000);
  return { ...here, pay, sent, world };
};

describe('what was done while the clock was a day behind', () => {
  it('answers whoever taps once more, and is not paid again', async () => {
    const { handle, sent, world } = await paid();
    void handle.run(cart);
    await world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(sent()).toBe(1);
  });

  it('answers them after two page loads, too', async () => {
    const { pay, sent, tab, world } = await paid();
    const home = await visit(tab.reload(), [pay], pay, null, 'another', world);
    await world.clock.advance(60_000);
    const { handle } = await visit(home.tab.reload(), [pay], pay, null, 'c1', world);
    void handle.run(cart);
    await world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(sent()).toBe(1);
  });
});

describe('what is known to be done the next day, by a clock that is behind', () => {
  it('is kept from then on, by the clock that never jumps', async () => {
    const HOUR = 3_600_000;
    const pay = definePay({
      send: byBank,
      check: (requestId, { fetch }) => fetch(`https://shop.test/pay/${requestId}`),
    });
    const shop = createShop([pay]);
    const { world } = shop;
    const { handle, tab } = await shop.enter(pay, { name: 'a' });
    void handle.run(cart);
    await world.clock.advance(30 * HOUR);
    // Still after it was begun.
    world.clock.jump(-29 * HOUR);
    void handle.run(cart);
    await world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    world.clock.jump(29 * HOUR);
    await world.clock.advance(5000);
    const home = await visit(tab.reload(), [pay], pay, null, 'c1', world);
    void home.handle.run(cart);
    await world.clock.advance(1000);
    expect(home.handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(shop.charges).toHaveLength(1);
  });
});
