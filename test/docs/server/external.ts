import { idempotency } from './idempotency.ts';
import { type Charge, provider } from './shop.ts'; // yours

const DAY = 86_400_000;

export const charge = idempotency.handle<Charge>(
  'charge',
  { mode: 'external', providerRetention: DAY, unique: async (request) => (await request.json()).cartId },
  {
    // Committed before this runs: "the effect may have begun".
    execute: async (operationKey, { request }) => {
      const { amount } = await request.json();
      return provider.charge(amount, { idempotencyKey: operationKey });
    },
    // After a worker was lost. Leave it out where the provider cannot be asked.
    recover: async (operationKey) => {
      const result = await provider.find(operationKey);
      return result ? { found: 'done', result } : { found: 'absent' };
    },
    // In one transaction with the stored answer.
    respond: async ({ id }, client, { principal }) => {
      await client.query('insert into charges (id, owner) values ($1, $2)', [id, principal]);
      return Response.json({ id });
    },
  },
);
