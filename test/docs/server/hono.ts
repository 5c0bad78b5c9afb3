import { type Context, Hono } from 'hono';
import { createIdempotency, postgresStore, toHonoHandler } from 'safe-action/server';
import { pool, secret } from './shop.ts'; // yours

type Env = { Variables: { userId: string } }; // set by your own authentication
const principal = (_request: Request, c: Context<Env>) => c.get('userId');
const idempotency = createIdempotency({ store: postgresStore(pool), secret, principal });

const pay = idempotency.handle('pay', { mode: 'local' }, async ({ request, principal }, client) => {
  const { cartId, amount } = await request.json();
  const text = 'insert into orders (cart_id, amount, owner) values ($1, $2, $3) returning id';
  const { rows } = await client.query(text, [cartId, amount, principal]);
  return Response.json(rows[0]);
});
export const app = new Hono<Env>()
  .post('/api/pay', toHonoHandler(pay))
  .get('/api/pay/:id', (c) => idempotency.status(c.req.param('id'), c.req.raw, c));
