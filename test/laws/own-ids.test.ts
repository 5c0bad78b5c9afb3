import { describe, expect, it } from 'vitest';
import { unreached } from '../../src/core/answers.ts';
import { createShop, definePay } from './shop.ts';

it('an own generator of request IDs that throws is no full disk: `run` says what it is, and nothing is locked', async () => {
  const broken = new Error('crypto.randomUUID is not a function');
  const pay = definePay({
    requestId: () => {
      throw broken;
    },
  });
  const shop = createShop([pay]);
  const { handle, client } = await shop.enter(pay, { name: 'a' });
  const said: unknown[] = [];
  client.subscribe((event) => said.push(event));
  const view = handle.run({ cart: 'c1', amount: 20 });
  view.catch(() => {});
  await shop.world.clock.settle();
  await expect(view).rejects.toMatchObject({ code: 'invalid_request_id', cause: broken });
  expect(handle.getView()).toEqual({ status: 'idle', durability: 'disk', locked: false });
  expect(said).toEqual([]);
  expect(shop.ids()).toEqual([]);
});

it.each<[string, unknown]>([
  ['a bigint', 7n],
  ['a promise', Promise.resolve('7')],
])('nor is one that gives %s', async (_, id) => {
  const pay = definePay({ requestId: () => id as string });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  const view = handle.run({ cart: 'c1', amount: 20 });
  view.catch(() => {});
  await shop.world.clock.settle();
  await expect(view).rejects.toMatchObject({ code: 'invalid_request_id' });
  expect(handle.getView()).toEqual({ status: 'idle', durability: 'disk', locked: false });
});

describe("with keep: 'id', a generator that gives two users the same ID", () => {
  const mine = { cart: 'ann', amount: 20 };
  const theirs = { cart: 'bob', amount: 40 };
  const check = (id: string, { fetch }: { fetch: (url: string) => Promise<Response> }) =>
    fetch(`https://shop.test/pay/${id}`);

  it('sends the input of neither as that of the other (laws 5 and 9)', async () => {
    let reach = false;
    const secret = definePay({
      keep: 'id',
      retry: [],
      requestId: () => 'cart-c1',
      check,
      send: (input, { fetch }) =>
        reach ? fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(input) }) : unreached(),
    });
    const shop = createShop([secret]);
    const { client, handle } = await shop.enter(secret, { name: 'a', scope: 'ann' });
    void handle.run(mine);
    await shop.world.clock.advance(1000);
    client.setScope('bob');
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'idle' });
    void handle.run(theirs);
    await shop.world.clock.advance(1000);
    client.setScope('ann');
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'retry', needsInput: false });
    expect(handle.about()?.input).toEqual(mine);
    reach = true;
    void handle.proceed();
    await shop.world.clock.advance(1000);
    expect(shop.charges.map(({ body }) => JSON.parse(body))).toEqual([mine]);
  });

  it('shows the answer of neither to the other (law 9)', async () => {
    const secret = definePay({
      keep: 'id',
      requestId: () => 'cart-c1',
      check,
      send: ({ cart, amount }) => ({ id: `receipt of ${cart}`, amount }),
    });
    const shop = createShop([secret]);
    const { client, handle } = await shop.enter(secret, { name: 'a', scope: 'ann' });
    void handle.run(mine);
    await shop.world.clock.advance(1000);
    client.setScope('bob');
    await shop.world.clock.advance(1000);
    void handle.run(theirs);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'receipt of bob' } });
    client.setScope('ann');
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'receipt of ann' } });
  });
});
