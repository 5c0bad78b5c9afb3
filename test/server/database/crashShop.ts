import type { Pool, PoolClient } from 'pg';
import { createIdempotency, postgresStore, type RequestHandler } from 'safe-action/server';

export const VARIANTS = ['local', 'provider key', 'lookup only', 'unprotected'] as const;
export type Variant = (typeof VARIANTS)[number];

/** Short, so that a killed worker's row is free again soon, and longer than a call takes on a busy machine. Ms. */
const LEASE = 1000;

/**
 * A shop whose effect is a row in `effects`. In local mode it is written in the transaction; else by a provider, which
 * is another connection, and `step` is called where a process can die.
 *
 * @param lease ms; whoever only wants to know the steps of a call gives so much that no slowness adds one
 */
export function openShop(
  pool: Pool,
  provider: Pool,
  variant: Variant,
  step: (name: string) => void = () => {},
  after?: (ms: number, task: () => void) => () => void,
  lease: number = LEASE,
): RequestHandler<unknown> {
  const { handle } = createIdempotency<PoolClient>({
    store: postgresStore(pool),
    secret: 'a secret of the tests',
    onError: () => {},
    ...(after && { after }),
  });
  const options = { principal: 'public', lease } as const;
  if (variant === 'local')
    return handle('pay', { ...options, mode: 'local' }, async ({ requestId }, client) => {
      step('before the effect');
      await client.query('insert into effects values ($1)', [requestId]);
      step('after the effect');
      return Response.json({ paid: requestId });
    });
  const recognises = variant === 'provider key';
  return handle(
    'pay',
    { ...options, mode: 'external', ...(recognises && { providerRetention: 3_600_000 }) },
    {
      execute: async (operationKey, { requestId }) => {
        step('before the call');
        await provider.query(
          recognises
            ? 'insert into effects values ($1, $2, $2) on conflict do nothing'
            : 'insert into effects values ($1, $2)',
          [requestId, operationKey],
        );
        step('after the call');
        return { paid: requestId };
      },
      ...(variant === 'lookup only' && {
        recover: async (operationKey: string) => {
          const { rows } = await provider.query('select request_id from effects where operation_key = $1', [
            operationKey,
          ]);
          return rows[0]
            ? { found: 'done' as const, result: { paid: rows[0].request_id as string } }
            : { found: 'absent' as const };
        },
      }),
      respond: async (result, client) => {
        step('before the business write');
        await client.query('insert into booked values ($1)', [result.paid]);
        step('after the business write');
        return Response.json(result);
      },
    },
  );
}

export function payCall(requestId: string): Request {
  return new Request('https://shop.example/api/pay', {
    method: 'POST',
    headers: { 'Idempotency-Key': requestId, 'Content-Type': 'application/json' },
    body: '{"cartId":"c1"}',
  });
}
