import { describe, expect, it } from 'vitest';
import { createShop, definePay, json } from './shop.ts';

// 499 is the word of proxies, and of Google's APIs (CANCELLED), for "whoever asked did not wait for the end". It is no
// refusal: behind it the call may have run (laws 4 and 7).

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();
const gift = definePay({ name: 'gift', endpoint: 'unprotected' });

describe('a 499, after which it has happened', () => {
  it('is no decline: the same ID is sent again, and finds its answer', async () => {
    const shop = createShop([pay]);
    const { handle, seen } = await shop.enter(pay);
    shop.answer(() => json(499, {}), 'after');
    const view = handle.run(cart);
    await shop.world.clock.advance(2000);
    expect(await view).toMatchObject({ status: 'done' });
    expect(seen.map(({ status }) => status)).not.toContain('declined');
    expect(shop.charges).toHaveLength(1);
  });

  it('frees no slot where the endpoint honours no ID', async () => {
    const shop = createShop([gift]);
    const { handle } = await shop.enter(gift);
    shop.answer(() => json(499, {}), 'after');
    const view = handle.run(cart);
    await shop.world.clock.advance(2000);
    expect(await view).toMatchObject({ status: 'check', reason: 'unprotected' });
  });

  it('is a doubt of a refusal that the same attempt hears after it', async () => {
    const twice = definePay({
      send: async (input, { fetch }) => {
        const call = () => fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(input) });
        await call();
        return call();
      },
    });
    const shop = createShop([twice]);
    const { handle } = await shop.enter(twice);
    shop.answer(() => json(499, {}), 'after');
    shop.answer(() => json(401, {}));
    const view = handle.run(cart);
    await shop.world.clock.advance(2000);
    expect(await view).toMatchObject({ status: 'check', reason: 'refused' });
  });
});
