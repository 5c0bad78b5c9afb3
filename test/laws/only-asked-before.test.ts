import { expect, it } from 'vitest';
import { createShop, definePay } from './shop.ts';

// A page that comes back from the back/forward cache has lost its lock, and its call is refused at the door. Where only a
// token was fetched before it, nothing can have happened: it is tried again, also where the endpoint honours no ID.

it('goes on where nothing but a token was fetched before its lock fell', async () => {
  const pay = definePay({
    endpoint: 'unprotected',
    send: async (input, { fetch }) => {
      await fetch('https://shop.test/token');
      return fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(input) });
    },
  });
  const shop = createShop([pay]);
  const { world } = shop;
  const server = world.server.handler;
  world.server.handler = (request, call) =>
    request.method === 'GET' ? new Response('"token"') : server(request, call);
  const { handle, tab } = await shop.enter(pay, { name: 'a' });
  world.server.failNext({ answer: 3000 });
  void handle.run({ cart: 'c1', amount: 20 });
  await world.clock.advance(1500);
  tab.suspend();
  world.locks.drop(tab.id);
  await world.clock.advance(3000);
  await tab.resume('show');
  await world.clock.advance(3000);
  expect(handle.getView()).toMatchObject({ status: 'done' });
  expect(shop.ids()).toHaveLength(1);
});
