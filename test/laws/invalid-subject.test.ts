import { expect, it } from 'vitest';
import { createShop, definePay } from './shop.ts';

// A subject that is no string, as plain JavaScript may give it.

const cart = { cart: 'c1', amount: 20 };
const invalid = expect.objectContaining({ name: 'DefinitionError', code: 'invalid_subject' });

it.each([5, null, undefined, Symbol('c1'), {}, Object.create(null), ['c1']])(
  'the subject %s is refused before anything is stored or sent: nobody could read its row again (law 8)',
  async (given) => {
    const pay = definePay();
    const shop = createShop([pay]);
    const { client } = await shop.enter(pay, { name: 'a' });
    const subject = given as never;
    expect(() => client.run(pay, cart, { subject })).toThrow(invalid);
    if (given !== undefined) expect(() => client.handle(pay, subject)).toThrow(invalid);
    await shop.world.clock.advance(5000);
    expect(shop.ids()).toEqual([]);
    expect(shop.world.disk.snapshot()).toEqual([]);
  },
);

it.each(['c1', 5])('the options %s are refused, too: they were meant as a subject', async (options) => {
  const pay = definePay();
  const shop = createShop([pay]);
  const { client } = await shop.enter(pay, { name: 'a' });
  expect(() => client.run(pay, cart, options as never)).toThrow(invalid);
  await shop.world.clock.advance(1000);
  expect(shop.ids()).toEqual([]);
});

it('without a subject it is the default slot', async () => {
  const pay = definePay();
  const shop = createShop([pay]);
  const { client } = await shop.enter(pay, { name: 'a' });
  const view = client.run(pay, cart);
  await shop.world.clock.advance(1000);
  expect(await view).toMatchObject({ status: 'done' });
  expect(client.handle(pay, undefined)).toBe(client.handle(pay, ''));
  expect(client.handle(pay).getView()).toMatchObject({ status: 'done' });
});
