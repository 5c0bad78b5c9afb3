import { claimedRow } from '../claimedRow.ts';
import type { LogEntry } from '../logEntry.ts';
import type { Row } from '../row.ts';
import type { Change, Claim, Claimed, Found } from '../store.ts';
import { idLock, type Lock, objectLock } from './locks.ts';
import { rowOf } from './sqlRow.ts';
import type { SqlSession } from './sqlSession.ts';
import { lineValues } from './sqlValues.ts';
import * as sql from './statements.ts';

/** What one transaction has claimed and not yet written. */
export interface SqlClaims {
  claim(claim: Claim): Promise<Claimed>;
  /** Writes a claimed row for the first time; `undefined` for one that is not waiting for that. */
  write(
    requestId: string,
    fence: number,
    change: Change,
    entries: LogEntry[],
  ): Promise<boolean> | boolean | undefined;
  /** Writes those that wait, as they were claimed: before somebody looks, and before the transaction ends. */
  flush(): Promise<void>;
}

/**
 * Claims are locks first, and rows only when there is something to say of them: an insert at the end of a local call
 * costs half of an insert and an update of the same row. While the transaction runs, nobody else sees the row anyway.
 *
 * @param begun the ID whose lock was tried with the beginning of the transaction, and whether it is ours
 */
export function sqlClaims(
  session: SqlSession,
  begun?: { requestId: string; free: boolean | undefined },
): SqlClaims {
  const waiting = new Map<string, { claim: Claim; row: Row }>();

  const tryLock = async ([one, other]: Lock): Promise<boolean> => {
    const [record] = await session.query(sql.lock, [one, other]);
    return record?.free === true;
  };

  const add = async (claim: Claim, row: Row, change: Change, entries: LogEntry[]): Promise<boolean> => {
    const { answer } = change;
    const added = await session.query(sql.add, [
      row.requestId,
      row.principal,
      row.operation,
      row.fingerprint,
      change.freeUnique ? null : row.uniqueKey,
      change.state ?? row.state,
      change.fence ?? row.fence,
      row.createdAt,
      row.leaseUntil,
      row.startedAt !== null || change.state === 'started',
      claim.keys,
      change.lease ?? null,
      answer?.status ?? null,
      answer ? JSON.stringify(answer.headers) : null,
      answer?.body ?? null,
      change.answers ?? null,
      ...lineValues(entries),
    ]);
    return added.length > 0;
  };

  const flush = async (): Promise<void> => {
    for (const { claim, row } of waiting.values()) {
      waiting.delete(row.requestId);
      if (!(await add(claim, row, {}, [])))
        throw new Error('Another transaction has written a row whose lock this one holds.');
    }
  };

  return {
    async claim(claim) {
      await flush();
      const { requestId, uniqueKey } = claim;
      const free =
        begun?.requestId === requestId && begun.free !== undefined
          ? begun.free
          : await tryLock(idLock(requestId));
      // A statement of its own, so that it sees what the lock's last holder committed.
      const lock = uniqueKey === null ? [null, null] : objectLock(uniqueKey);
      const [record = {}] = await session.query(sql.known, [requestId, ...lock]);
      const now = record.now as number;
      const seen: Found & Claimed = { now, row: null, busy: false, claimed: false, rival: null };
      if (typeof record.request_id === 'string') return { ...seen, row: rowOf(record) };
      if (!free || record.free === false) return { ...seen, busy: true };
      const [rival] = uniqueKey === null ? [] : await session.query(sql.holder, [uniqueKey]);
      if (rival) return { ...seen, rival: rowOf(rival) };
      // In whole ms, so that it reads back as it was written.
      const row = claimedRow(claim, Math.floor(now));
      waiting.set(requestId, { claim, row });
      return { ...seen, claimed: true, row };
    },
    write(requestId, fence, change, entries) {
      const known = waiting.get(requestId);
      if (!known) return undefined;
      if (known.row.fence !== fence) return false;
      waiting.delete(requestId);
      return add(known.claim, known.row, change, entries);
    },
    flush,
  };
}
