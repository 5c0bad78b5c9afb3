import { describe, expect, it } from 'vitest';
import { declined, unreached } from '../../src/core/answers.ts';
import type { Schema } from '../../src/core/standardSchema.ts';
import { createShop, definePay, type Receipt } from './shop.ts';

const nothing: Schema<never, never> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: () => ({ issues: [{ message: 'Enter an amount.', path: ['amount'] }] }),
  },
};

it('what is wrong with an input is still said when the person is back from another tab', async () => {
  const pay = definePay({ input: nothing as never });
  const shop = createShop([pay]);
  const { handle, tab } = await shop.enter(pay, { name: 'a' });
  void handle.run({ cart: 'c1', amount: 0 });
  await shop.world.clock.settle();
  expect(handle.getView()).toMatchObject({ status: 'idle', problem: { code: 'invalid' } });
  tab.suspend();
  await tab.resume('focus');
  await shop.world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'idle', problem: { code: 'invalid' } });
});

describe('what is wrong with an input is said no more', () => {
  const cart = { cart: 'c1', amount: 20 };
  const some: Schema<typeof cart, typeof cart> = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) =>
        (value as typeof cart).amount
          ? { value: value as typeof cart }
          : { issues: [{ message: 'Enter an amount.' }] },
    },
  };

  it('once what was given up turns out to be done: that is shown, and listed', async () => {
    let resolve = (_: Receipt) => {};
    const send = () =>
      new Promise<Receipt>((settle) => {
        resolve = settle;
      });
    const pay = definePay({ input: some, send, once: false, retry: [] });
    const shop = createShop([pay]);
    const { client, handle } = await shop.enter(pay, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.advance(31_000);
    await handle.abandon({ understood: true });
    await shop.world.clock.advance(1000);
    expect(await handle.run({ ...cart, amount: 0 })).toMatchObject({ problem: { code: 'invalid' } });
    resolve({ id: 'r1', amount: 20 });
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(client.getOpen()).toEqual([handle]);
  });

  it('once its action is given up', async () => {
    const pay = definePay({ input: some, send: () => unreached(), retry: [] });
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(await handle.run({ ...cart, amount: 0 })).toMatchObject({
      status: 'retry',
      problem: { code: 'invalid' },
    });
    expect(await handle.abandon({ understood: true })).not.toHaveProperty('problem');
  });

  it('but not because what was given up was refused all the same: that changes nothing', async () => {
    let refuse = () => {};
    const send = () =>
      new Promise((resolve) => {
        refuse = () => resolve(declined({ code: 'card' }));
      });
    const pay = definePay({ input: some, send, retry: [] });
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.advance(31_000);
    await handle.abandon({ understood: true });
    await shop.world.clock.advance(1000);
    void handle.run({ ...cart, amount: 0 });
    await shop.world.clock.advance(1000);
    refuse();
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'idle', problem: { code: 'invalid' } });
  });

  it('nor because it is noted that what was done before was seen', async () => {
    const pay = definePay({ input: some, once: false });
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    void handle.run({ ...cart, amount: 0 });
    await shop.world.clock.advance(1000);
    expect(await handle.deliver()).not.toBeNull();
    expect(handle.getView()).toMatchObject({ status: 'idle', problem: { code: 'invalid' } });
  });
});

it('a tap that belongs to what was just refused is told that it asked for something else', async () => {
  const pay = definePay({ send: () => declined({ code: 'card' }) });
  const shop = createShop([pay]);
  const { handle, seen } = await shop.enter(pay, { name: 'a' });
  void handle.run({ cart: 'c1', amount: 20 });
  await shop.world.clock.advance(100);
  expect(handle.getView()).toMatchObject({ status: 'declined' });
  void handle.run({ cart: 'c1', amount: 30 });
  await shop.world.clock.advance(100);
  expect(handle.getView()).toMatchObject({ status: 'declined', inputChanged: true });
  await shop.world.clock.advance(1000);
  seen.length = 0;
  void handle.run({ cart: 'c1', amount: 30 });
  await shop.world.clock.advance(100);
  expect(seen.filter((view) => view.inputChanged && view.status !== 'declined')).toEqual([]);
  expect(handle.getView().inputChanged).toBeUndefined();
});

it('what is wrong with the input after one that was given up is all that is said of it', async () => {
  let right = true;
  const picky: typeof nothing = {
    '~standard': {
      version: 1,
      vendor: 'test',
      validate: (value) => (right ? { value: value as never } : { issues: [{ message: 'Too much.' }] }),
    },
  };
  const pay = definePay({ input: picky as never });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  shop.answer(() => new Response(null, { status: 503 }), 'before', 4);
  void handle.run({ cart: 'c1', amount: 20 });
  await shop.world.clock.advance(60_000);
  await handle.abandon({ understood: true });
  right = false;
  void handle.run({ cart: 'c1', amount: 30 });
  await shop.world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'idle', problem: { code: 'invalid' } });
  expect(handle.getView().inputChanged).toBeUndefined();
});
