import { describe, expect, it } from 'vitest';
import type { SendContext } from '../../src/core/post.ts';
import { createShop, definePay, json } from './shop.ts';

// A `send` that calls more than once in one attempt: what the last answer proves, it proves of that call alone (law 4).

type Hand = (response: Response) => Response | Promise<Response>;

const cart = { cart: 'c1', amount: 20 };
const call = (input: unknown, { fetch }: SendContext) =>
  fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(input) });

const hands: [string, Hand][] = [
  ['itself', (response) => response],
  ['a clone', (response) => response.clone()],
  [
    'the copy that a log has left',
    async (response) => {
      const copy = response.clone();
      await response.text();
      return copy;
    },
  ],
  ['a new Response', async (response) => new Response(await response.text(), response)],
];

/** The first call has run, its answer is lost, and the second one is refused. */
async function refused(hand: Hand, status: number, code: string) {
  const pay = definePay({
    send: async (input, context) => hand(await call(input, context).catch(() => call(input, context))),
  });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a', scope: 'u1' });
  shop.world.server.failNext({ answer: 'drop' });
  shop.answer(() => json(200, {}), 'after');
  shop.answer(() => json(status, { code, serverTime: shop.world.clock.now() }));
  void handle.run(cart);
  await shop.world.clock.advance(60_000);
  return { shop, handle };
}

describe('an own retry in `send`, whose answer is handed on as', () => {
  it.each(hands)('%s: is no proof that nothing happened', async (_, hand) => {
    const { shop, handle } = await refused(hand, 422, 'total_changed');
    expect(handle.getView()).toMatchObject({ status: 'check' });
    expect(shop.charges).toHaveLength(1);
  });

  it.each(hands)('%s: nor is a second ID made for what may have run', async (_, hand) => {
    const { shop, handle } = await refused(hand, 400, 'key_too_old');
    expect(handle.getView()).toMatchObject({ status: 'check' });
    expect(shop.charges).toHaveLength(1);
  });
});

it('of two calls at once one is refused, and the other, which has run, is lost after that: nothing is proved', async () => {
  const pay = definePay({
    send: async (input, context) => {
      const [, second] = await Promise.allSettled([call(input, context), call(input, context)]);
      if (second?.status === 'fulfilled') return second.value;
      throw new Error();
    },
  });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a', scope: 'u1' });
  shop.world.server.failNext({ request: 500, answer: 'drop' });
  shop.answer(() => json(422, { code: 'total_changed' }));
  void handle.run(cart);
  await shop.world.clock.advance(60_000);
  expect(handle.getView()).toMatchObject({ status: 'check' });
  expect(shop.charges).toHaveLength(1);
});

describe('a refusal is no proof of another call of the same attempt (law 4)', () => {
  /** Tapped once more after `ms`: one effect, whatever the screen has said. */
  async function twice(send: (input: unknown, context: SendContext) => Promise<Response>) {
    const pay = definePay({ send });
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a', scope: 'u1' });
    const tapAgain = async () => {
      void handle.run(cart);
      await shop.world.clock.advance(1000);
      const { status } = handle.getView();
      void handle.run(cart);
      await shop.world.clock.advance(30_000);
      return status;
    };
    return { shop, tapAgain };
  }

  it('that is still on its way', async () => {
    const { shop, tapAgain } = await twice(async (input, context) => {
      const first = call(input, context);
      return context.attempt > 1 ? first : Promise.any([first, call(input, context)]);
    });
    shop.world.server.failNext({ request: 1500 });
    shop.answer(() => json(400, {}));
    const shown = await tapAgain();
    expect(shop.charges).toHaveLength(1);
    expect(shown).toBe('check');
  });

  it('that came after it, to the same address, and was lost', async () => {
    const { shop, tapAgain } = await twice(async (input, context) => {
      const first = await call(input, context);
      return first.status === 401 ? call(input, context).catch(() => first) : first;
    });
    shop.world.server.failNext({}, 1);
    shop.world.server.failNext({ answer: 'drop' }, 1);
    shop.answer(() => json(401, {}));
    const shown = await tapAgain();
    expect(shop.charges).toHaveLength(1);
    expect(shown).toBe('check');
  });
});
