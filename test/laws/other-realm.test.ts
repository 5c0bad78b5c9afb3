import { describe, expect, it } from 'vitest';
import { createShop, definePay, json, visit } from './shop.ts';

// A `Request` or a `Response` of a frame, or of a polyfill, is none of this page's class, and is one all the same.

const cart = { cart: 'c1', amount: 20 };

/** As another realm's: the same in everything but its class. */
const foreign = <T extends object>(value: T): T =>
  new Proxy(value, {
    getPrototypeOf: () => Object.prototype,
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });

it('a Request of another realm is no question, and keeps its headers: a refusal after it is no proof (law 4)', async () => {
  const pay = definePay({
    send: async (input, { fetch }) => {
      const headers = { Authorization: 'Bearer 7' };
      const call = () =>
        fetch(
          foreign(
            new Request('https://shop.test/pay', { method: 'POST', headers, body: JSON.stringify(input) }),
          ),
        );
      return call().catch(call);
    },
  });
  const shop = createShop([pay]);
  const tab = shop.world.tab('a');
  const { fetch } = tab.ports.network;
  // As a browser does, which knows the requests of every realm.
  tab.ports.network.fetch = async (input, init) => {
    const { url, method, headers, text } = input as Request;
    return fetch(url, { headers, ...init, method, body: await text() });
  };
  const { handle } = await visit(tab, [pay], pay, null, 'c1', shop.world);
  shop.world.server.failNext({ answer: 'drop' });
  shop.answer(() => json(200, {}), 'after');
  shop.answer(() => json(422, {}));
  void handle.run(cart);
  await shop.world.clock.advance(60_000);
  expect(shop.charges).toHaveLength(1);
  expect(handle.getView()).toMatchObject({ status: 'check' });
  expect(shop.world.server.calls[0]?.headers).toMatchObject({ authorization: 'Bearer 7' });
});

describe('a Response of another realm', () => {
  it.each([
    ['that fails is not done (law 7)', () => json(500, {}), { status: 'check' }],
    [
      'is done with the JSON it carries',
      () => json(200, { id: 'r1' }),
      { status: 'done', data: { id: 'r1' } },
    ],
  ])('%s', async (_, answer, view) => {
    const pay = definePay({ send: async () => foreign(answer()) });
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(handle.getView()).toMatchObject(view);
  });
});
