import { expect, it } from 'vitest';
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
