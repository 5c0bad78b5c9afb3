import { Hono } from 'hono';
import { problem } from '../answer.ts';
import { callerOf } from '../caller.ts';
import { endpoint } from '../endpoint.ts';
import { happened } from '../lab.ts';
import { ordersIn } from '../orders.ts';
import type { Shop, Work } from '../shop.ts';

export function orderRoutes(shop: Shop): Hono {
  const cancel: Work = async (call, books) => {
    const orders = ordersIn(books);
    const { owner } = call.caller;
    const id = call.path.split('/').at(-2);
    const order = (await orders.of(owner)).find((candidate) => candidate.id === id);
    if (!order) return problem(404, 'no_such_order', { detail: 'There is no such order.', safeNewKey: true });
    if (order.status === 'cancelled')
      return problem(422, 'already_cancelled', {
        detail: 'This order is cancelled already.',
        safeNewKey: true,
      });
    const cancelled = await orders.cancel(owner, order);
    await happened(call, books, ['cancellations', order.id]);
    return Response.json(cancelled);
  };

  return new Hono()
    .get('/', async (c) => {
      const { owner } = await callerOf(c, shop.store);
      return c.json(await shop.open((books) => ordersIn(books).of(owner)));
    })
    .post('/:id/cancel', endpoint(shop, { target: 'cancel', handler: shop.keyed('cancel', cancel) }));
}
