import { Hono } from 'hono';
import { callerOf } from '../caller.ts';
import { cartsIn } from '../carts.ts';
import type { Shop } from '../shop.ts';

/** Changing a cart twice does no harm, so nothing here asks for a request ID. */
export function cartRoutes({ store, open }: Shop): Hono {
  return new Hono()
    .get('/', async (c) => {
      const { owner } = await callerOf(c, store);
      return c.json(await open((books) => cartsIn(books).of(owner)));
    })
    .post('/new', async (c) => {
      const { owner } = await callerOf(c, store);
      return c.json(await open((books) => cartsIn(books).renew(owner)));
    })
    .put('/lines/:id', async (c) => {
      const { quantity } = await c.req.json<{ quantity: number }>();
      const { owner } = await callerOf(c, store);
      const cart = await open((books) => cartsIn(books).changeQuantity(owner, c.req.param('id'), quantity));
      return cart ? c.json(cart) : c.json({ code: 'no_such_line' }, 404);
    });
}
