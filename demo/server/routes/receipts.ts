import { Hono } from 'hono';
import { callerOf } from '../caller.ts';
import { ordersIn } from '../orders.ts';
import type { Shop } from '../shop.ts';

export function receiptRoutes({ store, open }: Shop): Hono {
  return new Hono().get('/:id', async (c) => {
    const { owner } = await callerOf(c, store);
    const receipt = await open((books) => ordersIn(books).receipt(owner, c.req.param('id')));
    return receipt ? c.json(receipt) : c.json({ code: 'no_such_receipt' }, 404);
  });
}
