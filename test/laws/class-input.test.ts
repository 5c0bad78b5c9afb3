import { describe, expect, it } from 'vitest';
import type { Schema } from '../../src/core/standardSchema.ts';
import { createShop, definePay, slowly } from './shop.ts';

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
