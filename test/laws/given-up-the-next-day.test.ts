import { describe, expect, it } from 'vitest';
import { done } from '../../src/core/answers.ts';
import { cancelledByHand, createShop, visit } from './shop.ts';

// What is given up when its ID is a day old is kept from then on, like every end: what `cancel` says too late is still
// recorded and shown, whatever another page load has cleaned up meanwhile (laws 4 and 8).

const cart = { cart: 'c1', amount: 20 };
const HOUR = 3_600_000;

describe('what is given up past its retention', () => {
  it('and turns out to be done is shown, and not paid once more', async () => {
    const { pay, answer } = cancelledByHand();
    const shop = createShop([pay]);
    const { world } = shop;
    const { client, handle } = await shop.enter(pay, { name: 'a' });
    world.server.failNext({ answer: 'drop' });
    void handle.run(cart);
    await world.clock.advance(25 * HOUR);
    void handle.abandon({ understood: true });
    await world.clock.advance(11_000);
    expect(handle.getView()).toMatchObject({ status: 'idle' });
    // Another tab cleans up.
    await visit(world.tab('b'), [pay], pay, null, 'another', world);
    await world.clock.advance(11_000);
    answer(done({ id: 'r1', amount: 20 }));
    await world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(client.getOpen()).toEqual([handle]);
    void handle.run(cart);
    await world.clock.advance(1000);
    expect(shop.charges).toHaveLength(1);
  });
});
