import { idempotency, store } from './idempotency.ts';

/** Once per deploy, or on every start: it is safe on several servers at once. */
export const migrate = () => store.migrate();

/** Every minute: batches, until there is nothing left that is past its retention. */
export async function purge(): Promise<void> {
  for (;;) {
    const gone = await idempotency.purge(1000);
    if (Object.values(gone).every((count) => count === 0)) return;
  }
}

/** Every few minutes: asks `recover`, and tells whoever is on duty what nobody could say. */
export async function reconcile(tell: (text: string) => void): Promise<void> {
  for (const { operation, operationKey, requestId } of await idempotency.reconcile())
    tell(`${operation} ${requestId}: look for ${operationKey} at the provider.`);
}

/** What that person found there. */
export const itHappened = (requestId: string, result: unknown) =>
  idempotency.settle(requestId, { found: 'done', result });
export const itNeverWill = (requestId: string) => idempotency.settle(requestId, { found: 'absent' });
