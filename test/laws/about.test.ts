import { describe, expect, it } from 'vitest';
import { createShop, definePay, json } from './shop.ts';

// What a banner is told of an open action.

const cart = { cart: 'c1', amount: 20 };

const about = async (describe?: (input: typeof cart) => unknown) => {
  const pay = definePay({ once: false, ...(describe && { describe: describe as () => string }) });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  expect(handle.about()).toBeUndefined();
  const since = shop.world.clock.now();
  shop.answer(() => json(503, {}));
  shop.world.server.failNext({ answer: 1000 }, 2);
  void handle.run(cart);
  await shop.world.clock.advance(500);
  return { shop, handle, since };
};

describe('what a handle tells about its open action', () => {
  it('is its words, its input, since when, and which attempt it is; and nothing once it is over', async () => {
    const { shop, handle, since } = await about(({ amount }) => `€${amount}`);
    expect(handle.about()).toEqual({ since, attempt: 1, description: '€20', input: cart });
    await shop.world.clock.advance(1200);
    expect(handle.about()).toEqual({ since, attempt: 2, description: '€20', input: cart });
    await shop.world.clock.advance(2000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(handle.about()).toBeUndefined();
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('own');
      },
    ],
    ['gives no text', () => 20],
    ['is not there', undefined],
  ])('has no words where `describe` %s', async (_, describe) => {
    const { handle, since } = await about(describe);
    expect(handle.about()).toStrictEqual({ since, attempt: 1, input: cart });
  });
});
