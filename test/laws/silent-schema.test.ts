import { expect, it } from 'vitest';
import type { Schema } from '../../src/core/standardSchema.ts';
import { createShop, definePay, type Receipt } from './shop.ts';

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
