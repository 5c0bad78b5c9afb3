import { complete } from './complete.ts';
import type { LogEntry } from './logEntry.ts';
import { lookUp } from './lookUp.ts';
import { operationKey, traceparent } from './names.ts';
import type { ExternalHandler, Operation, Recovery } from './operation.ts';
import type { Row } from './row.ts';
import { type Surroundings, tell, under } from './surroundings.ts';

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
  all: Surroundings<Native>,
  row: Row,
  known: Resolvable<Native> | undefined,
  decided?: Recovery<unknown>,
): Promise<Unresolved | 'settled' | 'elsewhere'> {
  const { requestId, operation, principal } = row;
  const around = under(all, requestId);
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
  const fence = row.fence + 1;
  // In one write: between two, the row would be neither its worker's nor ended, and a result that comes would find no
  // word to contradict.
  if (decided?.found === 'absent') {
    const change = { state: 'cancelled', fence, lease: 0, freeUnique: true } as const;
    const ended = await around.store.write(requestId, row, change, [
      { requestId, kind: 'cancelled', detail: 'operator' },
    ]);
    return ended ? 'settled' : 'elsewhere';
  }
  const { handler } = known;
  const lease = known.operation.options.lease;
  const by = decided ? 'operator' : 'reconcile';
  // One that waits for an operator is looked at again every few minutes, for days: what is known of it is in the log.
  const isNew = !!decided || row.state !== 'unknown';
  const said = (kind: 'taken_over' | 'unknown'): LogEntry[] =>
    isNew ? [{ requestId, kind, detail: by }] : [];
  const taken = await around.store.write(requestId, row, { fence, lease }, said('taken_over'));
  if (!taken) return 'elsewhere';
  // No sign of life is given meanwhile: one that hangs would keep the others from being looked at (law 6).
  const found = decided ?? (await lookUp(around, handler, facts, lease));
  if (found.found === 'done') {
    if (!decided) await tell(around, [{ requestId, kind: 'recovered', detail: 'done' }]);
    await complete({ around, operation: known.operation, handler, requestId, fence }, found.result, facts);
    // Whether it is stored, only the row says: `respond` may have thrown, or another worker been faster.
    const { row: after, now } = await around.store.find(requestId);
    if (after?.state === 'answered' || after?.state === 'expired') return 'settled';
    return after && after.fence !== fence && after.leaseUntil > now ? 'elsewhere' : open;
  }
  const change = { state: 'unknown', lease: 0 } as const;
  const written = await around.store.write(requestId, fence, change, said('unknown'));
  return written ? open : 'elsewhere';
}
