import { describe, expect, it } from 'vitest';
import { createShop, definePay, json, visit } from './shop.ts';

// A `send` whose first call has run, and whose second one is refused: the refusal speaks of the second alone (law 4).

const cart = { cart: 'c1', amount: 20 };

describe('a refusal is no proof that nothing happened, where a call before it in the same attempt', () => {
  const redirected = (response: Response) => Object.defineProperty(response, 'redirected', { value: true });

  it.each([
    ['was answered with 200', () => json(200, {})],
    ['was accepted with 202', () => json(202, {})],
    ['was answered with 409', () => json(409, {})],
    ['was answered with 429', () => json(429, {})],
    ['was redirected to a page that is not there', () => redirected(json(404, {}))],
  ])('%s', async (_, first) => {
    const pay = definePay({
      send: async (input, { fetch }) => {
        await fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(input) });
        return fetch('https://shop.test/pay/confirm', { method: 'POST', body: JSON.stringify(input) });
      },
    });
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.answer(first, 'after');
    shop.answer(() => json(422, { code: 'no_receipt' }));
    void handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(shop.charges).toHaveLength(1);
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'refused' });
    void handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(shop.charges).toHaveLength(1);
  });
});

const init = { method: 'POST', body: JSON.stringify(cart) };
const marked = { 'Idempotent-Replayed': 'true' };

describe('nor is one that speaks of the ID, of another address than the one that has run', () => {
  const refusals: [string, () => Response][] = [
    ['a 402', () => json(402, { code: 'card' })],
    ['a replayed 422', () => json(422, { code: 'no_receipt' }, marked)],
    ['a replayed 409', () => json(409, {}, marked)],
  ];
  const hands: [string, (response: Response) => Response | Promise<Response>][] = [
    ['itself', (response) => response],
    ['a copy', async (response) => new Response(await response.text(), response)],
  ];
  const second = 'https://shop.test/payments';
  const all = refusals.flatMap(([what, refusal]) =>
    hands.map(([how, hand]) => [what, how, refusal, hand] as const),
  );
  const addresses = [
    ['path', 'https://shop.test/orders', second],
    ['query', `${second}?do=order`, `${second}?do=pay`],
  ] as const;
  const cases = all.flatMap(([what, how, refusal, hand]) =>
    addresses.map(([where, first, then]) => [what, where, how, { first, then, refusal, hand }] as const),
  );

  it.each(cases)(
    '%s of another %s, handed on as %s',
    async (_what, _where, _how, { first, then, refusal, hand }) => {
      const pay = definePay({
        send: async (_, { fetch }) => {
          await fetch(first, init);
          return hand(await fetch(then, init));
        },
      });
      const shop = createShop([pay]);
      const { handle } = await shop.enter(pay, { name: 'a' });
      shop.answer(() => json(201, {}), 'after');
      shop.answer(refusal);
      void handle.run(cart);
      await shop.world.clock.advance(60_000);
      expect(shop.charges).toHaveLength(1);
      expect(handle.getView()).toMatchObject({ status: 'check', reason: 'refused' });
      void handle.run(cart);
      await shop.world.clock.advance(60_000);
      expect(shop.charges).toHaveLength(1);
    },
  );

  it.each(all)(
    'of the same address it is one, also after a first call that was lost: %s, handed on as %s',
    async (_what, _how, refusal, hand) => {
      const pay = definePay({
        send: async (_, { fetch }) => {
          await fetch('https://shop.test/token');
          const call = () => fetch(second, init);
          return hand(await call().catch(call));
        },
      });
      const shop = createShop([pay]);
      const { handle } = await shop.enter(pay, { name: 'a' });
      shop.world.server.failNext({}, 1);
      shop.world.server.failNext({ request: 'refuse' }, 1);
      shop.answer(refusal);
      void handle.run(cart);
      await shop.world.clock.advance(60_000);
      expect(handle.getView()).toMatchObject({ status: 'declined' });
    },
  );

  it.each<[string, () => Response]>([
    ['a replayed 404', () => json(404, {}, marked)],
    ['an ID that is refused for its time', () => json(400, { code: 'clock_skew' })],
  ])('%s, where the call was redirected to it', async (_, refusal) => {
    const pay = definePay();
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.answer(() => Object.defineProperty(refusal(), 'redirected', { value: true }), 'after');
    void handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'unreadable' });
    expect(new Set(shop.ids()).size).toBe(1);
    expect(shop.charges).toHaveLength(1);
  });
});

it('a refusal by 409 of an endpoint that honours no ID is one, also where `send` hands on a copy of it', async () => {
  const pay = definePay({
    endpoint: 'unprotected',
    send: async (input, { fetch }) =>
      (await fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(input) })).clone(),
  });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  shop.answer(() => json(409, {}));
  void handle.run(cart);
  await shop.world.clock.advance(60_000);
  expect(handle.getView()).toMatchObject({ status: 'declined' });
});

it.each<[string, string | URL | (() => Request)]>([
  ['a URL', new URL('https://shop.test:443/pay')],
  ['a Request', () => new Request('https://shop.test/pay', { method: 'POST' })],
  ['with a query', 'https://shop.test/pay?again'],
])(
  'a refusal is none any more once the same address was called again, spelled as %s (law 4)',
  async (_, again) => {
    const pay = definePay({
      send: async (input, { fetch }) => {
        const init = { method: 'POST', body: JSON.stringify(input) };
        const refused = await fetch('https://shop.test:443/pay', init);
        return fetch(again instanceof Function ? again() : again, init).catch(() => refused);
      },
    });
    const shop = createShop([pay]);
    const tab = shop.world.tab('a');
    const { fetch } = tab.ports.network;
    let calls = 0;
    tab.ports.network.fetch = async (input, init) => {
      if (calls++ === 0) return json(401, {});
      await fetch(input, init);
      throw new TypeError('The answer is lost.');
    };
    const { handle } = await visit(tab, [pay], pay, null, 'c1', shop.world);
    void handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(shop.charges).toHaveLength(1);
    expect(handle.getView()).toMatchObject({ status: 'check' });
  },
);
