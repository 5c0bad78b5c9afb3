import { expect, it } from 'vitest';
import { createShop, definePay, json } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };

it.each([500, 9000])('nothing is sent after it was given up, while `cancel` takes %i ms', async (ms) => {
  const pay = definePay({
    cancel: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`, { method: 'DELETE' }),
  });
  const shop = createShop([pay]);
  const { handle, client } = await shop.enter(pay, { name: 'a' });
  await shop.enter(pay, { name: 'b' });
  shop.answer(() => json(503, {}));
  const view = handle.run(cart);
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

it('what another tab has just begun to send is neither cancelled nor stopped by who gives it up, and has not heard', async () => {
  const pay = definePay({
    cancel: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`, { method: 'DELETE' }),
  });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  const other = await shop.enter(pay, { name: 'b' });
  shop.answer(() => new Response('<p>', { status: 200 }));
  void handle.run(cart);
  await shop.world.clock.advance(2000);
  shop.answer(() => json(503, {}));
  const begun = new Promise<void>((resolve) => {
    shop.world.disk.onCommit = () => resolve();
  });
  const view = other.handle.run(cart);
  await begun;
  expect(handle.getView()).toMatchObject({ status: 'check' });
  void handle.abandon({ understood: true });
  await shop.world.clock.advance(30_000);
  expect(await view).toMatchObject({ status: 'done' });
  expect(shop.world.server.calls.map(({ method }) => method)).toEqual(['POST', 'POST', 'POST']);
});

it('nor is it cancelled by a tab that was stopped as it gave it up, once another one sends it again', async () => {
  const pay = definePay({
    retry: [],
    cancel: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`, { method: 'DELETE' }),
  });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  const other = await shop.enter(pay, { name: 'b' });
  shop.answer(() => json(503, {}));
  void handle.run(cart);
  await shop.world.clock.advance(2000);
  shop.world.disk.onCommit = () => other.tab.suspend();
  void other.handle.abandon({ understood: true });
  await shop.world.clock.settle();
  shop.world.disk.onCommit = undefined;
  shop.world.server.failNext({ answer: 5000 });
  void handle.run(cart);
  await shop.world.clock.advance(2000);
  await other.tab.resume();
  await shop.world.clock.advance(10_000);
  expect(shop.world.server.calls.map(({ method }) => method)).toEqual(['POST', 'POST']);
  expect(handle.getView()).toMatchObject({ status: 'done' });
});
