import { describe, expect, it } from 'vitest';
import { declined, done } from '../../src/core/answers.ts';
import { cancelledByHand, createShop, json } from './shop.ts';

// What `cancel` says after its time limit, when the action has been abandoned.

const cart = { cart: 'c1', amount: 20 };

/** In `check`, given up, and `cancel` has not answered in time. */
const abandoned = async () => {
  const { pay, answer } = cancelledByHand();
  const shop = createShop([pay]);
  const visit = await shop.enter(pay, { name: 'a' });
  shop.world.server.failNext({ answer: 'drop' });
  void visit.handle.run(cart);
  await shop.world.clock.advance(1000);
  expect(visit.handle.getView()).toMatchObject({ status: 'check' });
  void visit.handle.abandon({ understood: true });
  await shop.world.clock.advance(11_000);
  expect(visit.handle.getView()).toMatchObject({ status: 'idle' });
  return {
    shop,
    ...visit,
    say: async (said: unknown) => {
      answer(said);
      await shop.world.clock.advance(1000);
    },
  };
};

describe('a late answer of `cancel`', () => {
  it('that it is done is shown, and is the answer of its slot (laws 1 and 4)', async () => {
    const { shop, handle, client, say } = await abandoned();
    await say(done({ id: 'r1', amount: 20 }));
    expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(client.getOpen()).toEqual([handle]);
    expect(await handle.run(cart)).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(shop.charges).toHaveLength(1);
  });

  it.each([
    ['a 200 that is no word of the action', () => json(200, { id: 'r1', amount: 20 })],
    ['data', () => ({ id: 'r1', amount: 20 })],
    ['a decline', () => declined({ code: 'x' })],
  ])('that is %s changes nothing', async (_, said) => {
    const { handle, say } = await abandoned();
    await say(said());
    expect(handle.getView()).toMatchObject({ status: 'idle' });
  });
});
