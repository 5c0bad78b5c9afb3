import { idempotency, store } from './idempotency.ts';

/** Once per deploy, or on every start: it is safe on several servers at once. */
export const migrate = () => store.migrate();

/** Every minute: in batches, until there is nothing left that is past its retention. */
export const purge = () => idempotency.purge();

/** Every few minutes: asks `recover`, and tells whoever is on duty what nobody could say. */
export async function reconcile(tell: (text: string) => void): Promise<void> {
  for (const { operation, operationKey, requestId } of await idempotency.reconcile())
    tell(`${operation} ${requestId}: look for ${operationKey} at the provider.`);
}

/** What that person found there. */
export const itHappened = (requestId: string, result: unknown) =>
  idempotency.settle(requestId, { found: 'done', result });
export const itNeverWill = (requestId: string) => idempotency.settle(requestId, { found: 'absent' });
