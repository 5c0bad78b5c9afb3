import { describe, expect, it } from 'vitest';
import { post } from '../../src/core/post.ts';
import type { Schema } from '../../src/core/standardSchema.ts';
import { createShop, definePay, json, slowly, visit } from './shop.ts';

// An input that holds objects of a class: an amount of a decimal library, a date of another.

class Money {
  readonly cents: number;
  constructor(cents: number) {
    this.cents = cents;
  }
  toJSON() {
    return this.cents / 100;
  }
}

const input = () => ({ cart: 'c1', amount: new Money(2000) as unknown as number });

describe('an input of classes', () => {
  it('is checked as it was given', async () => {
    const schema: Schema<ReturnType<typeof input>, { cart: string; amount: number }> = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: (value) => {
          const { cart, amount } = value as { cart: string; amount: unknown };
          return amount instanceof Money
            ? { value: { cart, amount: amount.cents / 100 } }
            : { issues: [{ message: 'Not an amount.' }] };
        },
      },
    };
    const pay = definePay({ input: schema });
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    const view = handle.run(input());
    await shop.world.clock.settle();
    expect(await view).toMatchObject({ status: 'done' });
    expect(shop.charges).toMatchObject([{ body: '{"cart":"c1","amount":20}' }]);
  });

  it('is sent by `post` as JSON says it, and the same one asks for nothing else', async () => {
    const pay = definePay();
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    void handle.run(input());
    await shop.world.clock.advance(1000);
    expect(shop.charges).toMatchObject([{ body: '{"cart":"c1","amount":20}' }]);
    const again = handle.run(input());
    await shop.world.clock.settle();
    expect((await again).inputChanged).toBeUndefined();
  });
});

/** It holds what nobody sees but itself: a clone of it is empty. */
class Secretive {
  readonly #cents: number;
  constructor(cents: number) {
    this.#cents = cents;
  }
  toJSON() {
    return this.#cents / 100;
  }
}

const secretive = (cents: number) => ({ cart: 'c1', amount: new Secretive(cents) as unknown as number });

describe('an input of classes that only their JSON shows', () => {
  it('is another one where its JSON is: a changed amount is not paid as the old one', async () => {
    const pay = definePay();
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.world.server.online = false;
    void handle.run(secretive(2000));
    await shop.world.clock.advance(301_000);
    expect(handle.getView()).toMatchObject({ status: 'retry' });
    shop.world.server.online = true;
    void handle.run(secretive(3000));
    await shop.world.clock.advance(1000);
    expect(shop.charges).toMatchObject([{ body: '{"cart":"c1","amount":30}' }]);
  });

  it('is said to be another one where the old one may have happened (law 5)', async () => {
    const pay = definePay();
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.answer(() => json(503, {}), 'before', 4);
    void handle.run(secretive(2000));
    await shop.world.clock.advance(60_000);
    expect(handle.getView()).toMatchObject({ status: 'check' });
    void handle.run(secretive(2000));
    await shop.world.clock.settle();
    expect(handle.getView().inputChanged).toBeUndefined();
    await shop.world.clock.advance(60_000);
    void handle.run(secretive(3000));
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ inputChanged: true });
  });

  it.each(['retry', 'check'])(
    'is not sent in place of another that was checked meanwhile: what another tab has left in `%s` (law 5)',
    async (end) => {
      const { schema, go } = slowly<ReturnType<typeof secretive>>();
      const slow = definePay({ input: schema });
      const shop = createShop([slow]);
      const a = await shop.enter(slow, { name: 'a' });
      const headers = () => {
        throw new Error('No token.');
      };
      const never = definePay({
        retry: [],
        ...(end === 'retry' && { send: post('https://shop.test/pay', { headers }) }),
      });
      const b = await visit(shop.world.tab('b'), [never], never, null, 'c1', shop.world);
      const view = a.handle.run(secretive(2000));
      await shop.world.clock.advance(600);
      if (end === 'check') shop.world.server.failNext({ request: 'hang' });
      void b.handle.run(secretive(4000));
      await shop.world.clock.advance(11_000);
      expect(b.handle.getView()).toMatchObject({ status: end });
      go();
      await shop.world.clock.advance(3000);
      await view;
      const amounts = shop.charges.map(({ body }) => JSON.parse(body).amount);
      expect(amounts).toEqual(end === 'retry' ? [20] : []);
    },
  );

  it('and is sent on where the same was left there, with the ID in its body', async () => {
    const { schema, go } = slowly<ReturnType<typeof secretive>>();
    const idIn = 'body.id';
    const slow = definePay({ input: schema, send: post('https://shop.test/pay', { idIn }) });
    const shop = createShop([slow]);
    const a = await shop.enter(slow, { name: 'a' });
    const never = definePay({ retry: [], send: post('https://shop.test/pay', { idIn }) });
    const b = await visit(shop.world.tab('b'), [never], never, null, 'c1', shop.world);
    const view = a.handle.run(secretive(2000));
    await shop.world.clock.advance(600);
    shop.world.server.failNext({ request: 'hang' });
    void b.handle.run(secretive(2000));
    await shop.world.clock.advance(11_000);
    expect(b.handle.getView()).toMatchObject({ status: 'check' });
    go();
    await shop.world.clock.advance(3000);
    expect(await view).toMatchObject({ status: 'done' });
    expect(shop.charges.map(({ body }) => JSON.parse(body).amount)).toEqual([20]);
  });
});

it('is another one where its address is: what was tapped last is sent, not the one before', async () => {
  class Order {
    readonly #id: number;
    constructor(id: number) {
      this.#id = id;
    }
    get id() {
      return this.#id;
    }
  }
  const pay = definePay({
    send: post((input) => `https://shop.test/pay/${(input as unknown as Order).id}`),
  });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  shop.world.server.online = false;
  void handle.run(new Order(1) as never);
  await shop.world.clock.advance(301_000);
  shop.world.server.online = true;
  void handle.run(new Order(2) as never);
  await shop.world.clock.advance(1000);
  expect(shop.world.server.calls.at(-1)).toMatchObject({ url: 'https://shop.test/pay/2' });
});

/** Of what only the class has: a clone has no `toJSON`. */
const url = ({ amount }: { amount: number }) =>
  `https://shop.test/pay?${(amount as unknown as Money).toJSON()}`;

it.each([
  ['one address', 'https://shop.test/pay'],
  ['an address that is made of it', url],
])(
  'what `about` says of an input of classes is that input: it goes on under the same ID, to %s',
  async (_, to) => {
    const pay = definePay({ send: post(to) });
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.world.server.online = false;
    void handle.run(input());
    await shop.world.clock.advance(301_000);
    shop.world.server.online = true;
    void handle.run(handle.about()?.input);
    await shop.world.clock.advance(1000);
    expect(shop.charges).toMatchObject([{ body: '{"cart":"c1","amount":20}' }]);
  },
);

it.each([
  ['header', {}],
  ['body', { idIn: 'body.id' } as const],
])('under an ID with the time of the server the same is sent, ID in the %s (law 5)', async (_, options) => {
  const pay = definePay({ send: post(url, options) });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  shop.answer(() =>
    json(400, { code: 'clock_skew' }, { Date: new Date(shop.world.clock.now()).toUTCString() }),
  );
  void handle.run(input());
  await shop.world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'done' });
  expect(shop.ids()).toHaveLength(2);
  const { id, ...body } = JSON.parse(shop.charges[0]?.body ?? '');
  expect(body).toEqual({ cart: 'c1', amount: 20 });
  const view = handle.getView();
  if ('idIn' in options) expect(view).toMatchObject({ requestId: id });
});

it('with the ID in its body, too, an input is sent as its JSON says', async () => {
  class Order {
    readonly #cents = 2000;
    toJSON() {
      return { cart: 'c1', amount: this.#cents / 100 };
    }
  }
  const pay = definePay({ send: post('https://shop.test/pay', { idIn: 'body.id' }) });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  void handle.run(new Order() as never);
  await shop.world.clock.advance(1000);
  expect(JSON.parse(shop.charges[0]?.body ?? '')).toMatchObject({ cart: 'c1', amount: 20 });
});

describe('what was tapped is what is sent, whatever the form does to its objects while they are checked', () => {
  it.each<[string, () => { cart: string; amount: number }]>([
    ['beside an object of a class', () => Object.assign(input(), { amount: 20, tip: new Money(100) })],
    [
      'in an object without a prototype',
      () => Object.assign(Object.create(null), { cart: 'c1', amount: 20 }),
    ],
    [
      'in a circle',
      () => {
        const circle = { cart: 'c1', amount: 20 };
        return Object.assign(circle, { self: [circle] });
      },
    ],
  ])('%s', async (_, given) => {
    const { schema, go } = slowly<{ cart: string; amount: number }>();
    const pay = definePay({
      input: schema,
      send: ({ cart, amount }, { fetch }) =>
        fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify({ cart, amount }) }),
    });
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    const form = given();
    void handle.run(form);
    await shop.world.clock.settle();
    form.amount = 999;
    go();
    await shop.world.clock.advance(1000);
    expect(shop.charges).toMatchObject([{ body: '{"cart":"c1","amount":20}' }]);
  });
});

it('a tap takes no longer for a picture as bytes', async () => {
  const pay = definePay({ send: (_input, { fetch }) => fetch('https://shop.test/pay', { method: 'POST' }) });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  const cart = { cart: 'c1', amount: 20, picture: new Uint8Array(4_000_000) };
  const since = performance.now();
  void handle.run(cart);
  expect(performance.now() - since).toBeLessThan(500);
});
