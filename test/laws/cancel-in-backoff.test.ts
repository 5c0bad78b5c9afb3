import { expect, it } from 'vitest';
import { createShop, definePay, json } from './shop.ts';

it.each([500, 9000])('nothing is sent after it was given up, while `cancel` takes %i ms', async (ms) => {
  const pay = definePay({
    cancel: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`, { method: 'DELETE' }),
  });
  const shop = createShop([pay]);
  const { handle, client } = await shop.enter(pay, { name: 'a' });
  await shop.enter(pay, { name: 'b' });
  shop.answer(() => json(503, {}));
  const view = handle.run({ cart: 'c1', amount: 20 });
  await shop.world.clock.settle();
  expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'backoff' });
  shop.world.server.fault = ({ method }) => (method === 'DELETE' ? { request: ms } : undefined);
  shop.world.server.handler = (
    (own) => (request, call) =>
      request.method === 'DELETE' ? json(204, undefined) : own(request, call)
  )(shop.world.server.handler);
  const given = handle.abandon({ understood: true });
  await shop.world.clock.advance(30_000);
  expect(shop.ids()).toHaveLength(1);
  expect(shop.charges).toEqual([]);
  expect(await given).toMatchObject({ status: 'idle' });
  expect(await view).toMatchObject({ status: 'idle' });
  expect(client.getOpen()).toEqual([]);
});
