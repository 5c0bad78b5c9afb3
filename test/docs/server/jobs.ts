import { createIdempotency } from 'safe-action/server';
import { store } from './idempotency.ts';
import { type Charge, pool, provider, secret } from './shop.ts'; // yours

const jobs = createIdempotency({ store, secret, principal: () => 'jobs' }); // no route leads to these
const renew = jobs.handle<Charge>(
  'renew',
  { mode: 'external', providerRetention: 86_400_000 },
  {
    execute: async (idempotencyKey, { request }) =>
      provider.charge(Number(await request.text()), { idempotencyKey }),
    respond: async ({ id }, client, { requestId }) => {
      await client.query('update jobs set charge = $1 where id = $2', [id, requestId]);
      return Response.json({ id });
    },
  },
);

/** Every minute, on as many servers as you like. */
export async function work(): Promise<void> {
  const { rows } = await pool.query('select id, amount from jobs where charge is null');
  for (const { id, amount } of rows) {
    const call = { method: 'POST', headers: { 'Idempotency-Key': id }, body: String(amount) };
    await renew(new Request('jobs://renew', call), undefined);
  }
}
