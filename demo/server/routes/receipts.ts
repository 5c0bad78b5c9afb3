import { Hono } from 'hono';
import { callerOf } from '../caller.ts';
import type { Shop } from '../shop.ts';

export function receiptRoutes(shop: Shop): Hono {
  return new Hono().get('/:id', (c) => {
    const receipt = shop.orders.receipt(callerOf(c, shop.accounts).owner, c.req.param('id'));
    return receipt ? c.json(receipt) : c.json({ code: 'no_such_receipt' }, 404);
  });
}
