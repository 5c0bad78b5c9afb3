import { describe, expect, it } from 'vitest';
import { done } from '../../src/core/answers.ts';
import { answeredByHand, createShop, visit } from './shop.ts';

// What was given up, and turns out to be done all the same, is kept from when that was known: it does not go when it
// would have gone as what it was before. Else the next tap would pay once more (laws 1 and 8).

const cart = { cart: 'c1', amount: 20 };
const HOUR = 3_600_000;

/** Given up after a minute; the answer comes two hours later, and the page is closed for as long as said. */
const late = async (hours: number) => {
  const { pay, sent, answer } = answeredByHand();
  const shop = createShop([pay]);
  const { world } = shop;
  const { handle, tab } = await shop.enter(pay, { name: 'a' });
  void handle.run(cart);
  await world.clock.advance(60_000);
  await handle.abandon({ understood: true });
  await world.clock.advance(2 * HOUR);
  answer(done({ id: 'r1', amount: 20 }));
  await world.clock.settle();
  expect(handle.getView()).toMatchObject({ status: 'done' });
  tab.close();
  world.clock.jump(hours * HOUR);
  const home = await visit(world.tab('a'), [pay], pay, null, 'another', world);
  await world.clock.advance(60_000);
  return { home, pay, sent, world };
};

describe('what was given up, and is done two hours later', () => {
  it('answers the next tap until its retention is over since then', async () => {
    const { home, pay, sent, world } = await late(19);
    const { handle } = await visit(home.tab.reload(), [pay], pay, null, 'c1', world);
    void handle.run(cart);
    await world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(sent()).toBe(1);
  });

  it('is deleted then, and nothing of it is left', async () => {
    const { world } = await late(21);
    expect(world.disk.snapshot()).toEqual([]);
  });
});
