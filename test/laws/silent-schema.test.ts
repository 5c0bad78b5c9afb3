import { describe, expect, it } from 'vitest';
import { unreached } from '../../src/core/answers.ts';
import type { Schema } from '../../src/core/standardSchema.ts';
import { createShop, definePay, type Receipt, slowly, visit } from './shop.ts';

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

it('a retry of what was typed here, and is frozen as it was, waits for no check', async () => {
  const { go, schema } = slowly<typeof cart>();
  let isDown = true;
  const pay = definePay({
    input: schema,
    send: async (input, { fetch }) =>
      isDown ? unreached() : fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(input) }),
  });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  void handle.run(cart);
  await shop.world.clock.settle();
  go();
  await shop.world.clock.advance(60_000);
  expect(handle.getView()).toMatchObject({ status: 'retry' });
  isDown = false;
  void handle.run(cart);
  await shop.world.clock.advance(5000);
  expect(handle.getView()).toMatchObject({ status: 'done' });
  expect(shop.charges).toHaveLength(1);
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

describe('a check that ends only the first times', () => {
  type Input = typeof cart;
  const typed = (amount: string): Input => ({ cart: 'c1', amount: amount as unknown as number });

  /** Takes an amount as a form writes it. */
  const answering = (times: number): Schema<Input, Input> => {
    let asked = 0;
    return {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate(value) {
          const { cart, amount } = value as Input;
          return asked++ < times ? { value: { cart, amount: Number(amount) } } : new Promise(() => {});
        },
      },
    };
  };

  it('frees the button when a round would be over also where there is something to compare the input with (law 6)', async () => {
    const pay = definePay({ input: answering(1), send: () => unreached(), retry: [] });
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    void handle.run(typed('20'));
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'retry' });
    const view = handle.run(typed('30'));
    await shop.world.clock.advance(29_999);
    expect(handle.getView()).toMatchObject({ locked: true });
    await shop.world.clock.advance(1);
    expect(await view).toMatchObject({ status: 'retry', locked: false, problem: { code: 'invalid' } });
  });

  it('tells a second tap that it asks for something else only where it was typed otherwise (law 7)', async () => {
    const pay = definePay({ input: answering(1) });
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 2000 });
    void handle.run(typed('20'));
    await shop.world.clock.advance(1000);
    const same = handle.run(typed('20'));
    await shop.world.clock.advance(60_000);
    expect(await same).toMatchObject({ status: 'done' });
    expect(await same).not.toHaveProperty('inputChanged');
    const other = handle.run(typed('30'));
    await shop.world.clock.advance(60_000);
    expect(await other).toMatchObject({ status: 'done', inputChanged: true });
  });

  it.each([
    ['as it was typed', typed('20')],
    ['as it is frozen, which might come to something else', cart],
  ])(
    'sends nothing, and does not claim that it is something else, where nobody knows what was typed before: %s (laws 5 and 7)',
    async (_, input) => {
      let calls = 0;
      const send = () => {
        calls++;
        return unreached();
      };
      const pay = definePay({ input: answering(1), send, retry: [] });
      const shop = createShop([pay]);
      const { handle, tab } = await shop.enter(pay, { name: 'a' });
      void handle.run(typed('20'));
      await shop.world.clock.advance(1000);
      expect(handle.getView()).toMatchObject({ status: 'retry' });
      const again = await visit(tab.reload(), [pay], pay, null, 'c1', shop.world);
      const view = again.handle.run(input);
      await shop.world.clock.advance(60_000);
      expect(await view).toMatchObject({ status: 'retry', problem: { code: 'invalid' } });
      expect(await view).not.toHaveProperty('inputChanged');
      expect(calls).toBe(1);
    },
  );
});
