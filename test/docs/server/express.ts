import express, { type Request as Incoming } from 'express';
import { createIdempotency, postgresStore, toNodeHandler } from 'safe-action/server';
import { pool, secret } from './shop.ts'; // yours

const principal = (_request: Request, { res }: Incoming) => res?.locals.userId; // by your own authentication
const idempotency = createIdempotency({ store: postgresStore(pool), secret, principal });

const pay = idempotency.handle('pay', { mode: 'local' }, async ({ request, principal }, client) => {
  const { cartId, amount } = await request.json();
  const text = 'insert into orders (cart_id, amount, owner) values ($1, $2, $3) returning id';
  const { rows } = await client.query(text, [cartId, amount, principal]);
  return Response.json(rows[0]);
});
const status = (request: Request, incoming: Incoming<{ id: string }>) =>
  idempotency.status(incoming.params.id, request, incoming);
export const app = express() // before express.json(): the handler needs the bytes
  .post('/api/pay', toNodeHandler(pay))
  .get('/api/pay/:id', toNodeHandler(status));
