import { complete } from './complete.ts';
import { lookUp } from './lookUp.ts';
import { operationKey, traceparent } from './names.ts';
import type { ExternalHandler, Operation, Recovery } from './operation.ts';
import type { Row } from './row.ts';
import type { Surroundings } from './surroundings.ts';

/** An effect that began and whose worker was lost: an operator must look at the provider. */
export interface Unresolved {
  requestId: string;
  operation: string;
  principal: string;
  /** The effect's name at the provider. */
  operationKey: string;
  /** Unix ms of the database's clock. */
  startedAt: number;
}

/** What can settle the rows of an operation. */
export interface Resolvable<Native> {
  operation: Operation;
  handler: ExternalHandler<Native, never, unknown>;
}

/**
 * Settles a row whose worker is gone, by what `recover` or an operator says. `absent` settles it only when an operator
 * says so: a lookup can lag behind a call that is still on its way.
 * @returns what is still open; `settled`; or `elsewhere`, where the row has gone on since it was read, or does so now
 */
export async function resolve<Native>(
  around: Surroundings<Native>,
  row: Row,
  known: Resolvable<Native> | undefined,
  decided?: Recovery<unknown>,
): Promise<Unresolved | 'settled' | 'elsewhere'> {
  const { requestId, operation, principal } = row;
  const facts = {
    requestId,
    principal,
    operation,
    operationKey: await operationKey(operation, requestId),
    traceparent: await traceparent(requestId),
  };
  const open: Unresolved = {
    requestId,
    operation,
    principal,
    operationKey: facts.operationKey,
    startedAt: row.startedAt ?? row.createdAt,
  };
  if (!known) {
    const looked = await around.store.write(requestId, row, { lease: 0 });
    return looked ? open : 'elsewhere';
  }
  const { handler } = known;
  const fence = row.fence + 1;
  const lease = known.operation.options.lease;
  const taken = await around.store.write(requestId, row, { fence, lease }, [
    { requestId, kind: 'taken_over', detail: 'reconcile' },
  ]);
  if (!taken) return 'elsewhere';
  const found = decided ?? (await lookUp(around, handler, facts));
  if (found.found === 'done') {
    await complete({ around, operation: known.operation, handler, requestId, fence }, found.result, facts);
    // Whether it is stored, only the row says: `respond` may have thrown, or another worker been faster.
    const { row: after } = await around.store.find(requestId);
    return after?.state === 'answered' || after?.state === 'expired' ? 'settled' : open;
  }
  const settled = decided && found.found === 'absent';
  const change = settled
    ? ({ state: 'cancelled', lease: 0, freeUnique: true } as const)
    : ({ state: 'unknown', lease: 0 } as const);
  const written = await around.store.write(requestId, fence, change, [
    { requestId, kind: settled ? 'cancelled' : 'unknown', detail: decided ? 'operator' : 'reconcile' },
  ]);
  if (!written) return 'elsewhere';
  return settled ? 'settled' : open;
}
