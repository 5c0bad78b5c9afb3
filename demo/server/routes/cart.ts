import { Hono } from 'hono';
import { callerOf } from '../caller.ts';
import type { Shop } from '../shop.ts';

/** Changing a cart twice does no harm, so nothing here asks for a request ID. */
export function cartRoutes(shop: Shop): Hono {
  return new Hono()
    .get('/', (c) => c.json(shop.carts.of(callerOf(c, shop.accounts).owner)))
    .post('/new', (c) => c.json(shop.carts.renew(callerOf(c, shop.accounts).owner)))
    .put('/lines/:id', async (c) => {
      const { quantity } = await c.req.json<{ quantity: number }>();
      const { owner } = callerOf(c, shop.accounts);
      const cart = shop.carts.changeQuantity(owner, c.req.param('id'), quantity);
      return cart ? c.json(cart) : c.json({ code: 'no_such_line' }, 404);
    });
}
