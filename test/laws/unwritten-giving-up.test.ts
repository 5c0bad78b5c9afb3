import { describe, expect, it } from 'vitest';
import { unreached } from '../../src/core/answers.ts';
import { createShop, definePay } from './shop.ts';

// To give an action up frees its slot only once that is stored (laws 2 and 4).

const cart = { cart: 'c1', amount: 20 };
const pay = definePay({ send: () => unreached() });

/** Nothing has left. */
const unsent = async () => {
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  void handle.run(cart);
  await shop.world.clock.advance(30_000);
  expect(handle.getView()).toMatchObject({ status: 'retry' });
  return { handle, ...shop };
};

describe('giving up what cannot be written', () => {
  it('frees nothing, says why, and can be done again', async () => {
    const { handle, world } = await unsent();
    world.disk.failNext('commit');
    const view = handle.abandon({ understood: true });
    await world.clock.settle();
    expect(await view).toMatchObject({ status: 'retry', problem: { code: 'storage_unwritable' } });
    const again = handle.abandon({ understood: true });
    await world.clock.settle();
    expect(await again).toEqual({ status: 'idle', durability: 'disk', locked: false });
  });

  it('says nothing of the kind where it was stored all the same', async () => {
    const { handle, world } = await unsent();
    world.disk.failNext('report');
    const view = handle.abandon({ understood: true });
    await world.clock.settle();
    expect(await view).toEqual({ status: 'idle', durability: 'disk', locked: false });
  });
});
