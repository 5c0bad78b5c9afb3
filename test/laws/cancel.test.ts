import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/core/action.ts';
import { declined, processing } from '../../src/core/answers.ts';
import { createShop, definePay, json } from './shop.ts';

// `cancel` puts a tombstone on the server before a person gives an action up. The person has decided: only an outright
// `done` changes that.

const cart = { cart: 'c1', amount: 20 };

/** In `check`, and given up. */
const givenUp = async (cancel: Action['cancel']) => {
  const action = definePay({ retry: [], ...(cancel && { cancel }) });
  const shop = createShop([action]);
  const visit = await shop.enter(action, { name: 'a' });
  shop.world.server.failNext({ answer: 'drop' });
  void visit.handle.run(cart);
  await shop.world.clock.advance(1000);
  expect(visit.handle.getView()).toMatchObject({ status: 'check' });
  const view = visit.handle.abandon({ understood: true });
  await shop.world.clock.settle();
  return { shop, view, ...visit };
};

const stored = ({ world }: ReturnType<typeof createShop>) =>
  world.disk
    .snapshot()
    .filter(([key]) => key[0] === 'open' || key[0] === 'settled')
    .map(([key, row]) => [key[0], (row as { status: string }).status]);

describe('what `cancel` says', () => {
  it.each<[string, NonNullable<Action['cancel']>]>([
    ['a 200 that is no word of the action', (id, { fetch }) => fetch(`https://shop.test/pay/${id}`)],
    ['a 404', (_, { fetch }) => fetch('https://shop.test/pay/none')],
    ['an error', () => Promise.reject(new Error('down'))],
    ['a decline', () => declined({ code: 'x' })],
    ['that it is still at it', () => processing()],
  ])('%s: the action is abandoned, and its slot is free', async (_, cancel) => {
    const { shop, view } = await givenUp(cancel);
    expect(await view).toMatchObject({ status: 'idle' });
    expect(stored(shop)).toEqual([['settled', 'abandoned']]);
  });

  it('nothing for as long as an attempt may take: then the action is abandoned', async () => {
    const { shop, view, handle } = await givenUp(() => new Promise(() => {}));
    await shop.world.clock.advance(9999);
    expect(handle.getView()).toMatchObject({ locked: true });
    await shop.world.clock.advance(1);
    expect(await view).toMatchObject({ status: 'idle' });
  });

  it('reaches the network without the header of an attempt', async () => {
    const { shop, view } = await givenUp((id, { fetch }) =>
      fetch(`https://shop.test/pay/${id}/cancel`, { method: 'POST' }),
    );
    shop.answer(() => json(204, undefined));
    await view;
    expect(shop.world.server.calls.at(-1)?.headers).not.toHaveProperty('idempotency-key');
  });
});
