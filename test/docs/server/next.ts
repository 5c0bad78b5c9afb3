import { createIdempotency, postgresStore } from 'safe-action/server';
import { pool, secret, userOf } from './shop.ts'; // yours

type Route = { params: Promise<{ requestId: string }> };
const principal = (request: Request, _route: Route) => userOf(request);
const idempotency = createIdempotency({ store: postgresStore(pool), secret, principal });

export const POST = idempotency.handle('pay', { mode: 'local' }, async ({ request, principal }, client) => {
  const { cartId, amount } = await request.json();
  const text = 'insert into orders (cart_id, amount, owner) values ($1, $2, $3) returning id';
  const { rows } = await client.query(text, [cartId, amount, principal]);
  return Response.json(rows[0]);
});
export const GET = async (request: Request, route: Route) =>
  idempotency.status((await route.params).requestId, request, route);
