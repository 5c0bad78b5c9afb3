import { expect, it } from 'vitest';
import type { Schema } from '../../src/core/standardSchema.ts';
import { createShop, definePay, type Receipt, slowly } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };

it.each([
  ['an answer is unreadable, and not sent for again', 'output', { status: 'check', reason: 'unreadable' }, 1],
  ['an input is invalid', 'input', { status: 'idle', problem: { code: 'invalid' } }, 0],
] as const)('a schema that says nothing throws nothing: %s', async (_, place, view, calls) => {
  const validate = () => undefined as never;
  const schema: Schema<never, never> = { '~standard': { version: 1, vendor: 'test', validate } };
  const pay = definePay({ [place]: schema as Schema<never, Receipt & typeof cart> });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  void handle.run(cart);
  await shop.world.clock.advance(60_000);
  expect(handle.getView()).toMatchObject(view);
  expect(shop.ids()).toHaveLength(calls);
});

it('a check that does not end frees the button when a round would be over, and sends nothing however late it ends', async () => {
  const { go, schema } = slowly<typeof cart>();
  const pay = definePay({ input: schema });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  const said = handle.run(cart);
  const joined = handle.run(cart);
  await shop.world.clock.advance(29_999);
  expect(handle.getView()).toMatchObject({ locked: true });
  await shop.world.clock.advance(1);
  expect(await said).toMatchObject({ status: 'idle', locked: false, problem: { code: 'invalid' } });
  expect(await joined).toMatchObject({ status: 'idle' });
  go();
  await shop.world.clock.advance(60_000);
  expect(shop.ids()).toEqual([]);
  void handle.run(cart);
  await shop.world.clock.settle();
  go();
  await shop.world.clock.settle();
  expect(handle.getView()).toMatchObject({ status: 'done' });
});

it('a tap with another input is told where it stands, although the check of it does not end', async () => {
  const { go, schema } = slowly<typeof cart>();
  const pay = definePay({ input: schema });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  shop.world.server.failNext({ answer: 'drop' }, 9);
  void handle.run(cart);
  await shop.world.clock.settle();
  go();
  await shop.world.clock.advance(30_000);
  expect(handle.getView()).toMatchObject({ status: 'check' });
  const said = handle.run({ ...cart, amount: 30 });
  await shop.world.clock.advance(60_000);
  expect(await said).toMatchObject({ inputChanged: true });
});
