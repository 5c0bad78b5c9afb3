import { Hono } from 'hono';
import { type Answer, json, problem } from '../answer.ts';
import type { Call } from '../call.ts';
import { callerOf } from '../caller.ts';
import { endpoint } from '../endpoint.ts';
import type { Shop } from '../shop.ts';

export function orderRoutes(shop: Shop): Hono {
  const cancel = (call: Call): Answer => {
    const id = call.path.split('/').at(-2);
    const order = shop.orders.of(call.caller.owner).find((candidate) => candidate.id === id);
    if (!order) return problem(404, 'no_such_order', { detail: 'There is no such order.', safeNewKey: true });
    if (order.status === 'cancelled')
      return problem(422, 'already_cancelled', {
        detail: 'This order is cancelled already.',
        safeNewKey: true,
      });
    order.status = 'cancelled';
    shop.lab.happened(call, ['cancellations', order.id]);
    return json(200, order);
  };

  return new Hono()
    .get('/', (c) => c.json(shop.orders.of(callerOf(c, shop.accounts).owner)))
    .post('/:id/cancel', endpoint(shop, { target: 'cancel', kind: 'keyed', work: cancel }));
}
