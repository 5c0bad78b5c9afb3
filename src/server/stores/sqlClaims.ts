import { claimedRow } from '../claimedRow.ts';
import type { LogEntry } from '../logEntry.ts';
import type { Row } from '../row.ts';
import type { Change, Claim, Claimed, Claiming, Expected } from '../store.ts';
import { inlined } from './inlined.ts';
import { idLock, objectLock } from './locks.ts';
import { rowOf } from './sqlRow.ts';
import type { SqlRecord, SqlSession, SqlValue } from './sqlSession.ts';
import { lineValues } from './sqlValues.ts';
import * as sql from './statements.ts';

/** What one transaction has claimed and not yet written. */
export interface SqlClaims {
  claim(claim: Claim): Promise<Claimed>;
  /** What is to be written of a claimed row; `undefined` for one that does not wait for that. */
  write(requestId: string, expected: Expected, change: Change, entries: LogEntry[]): boolean | undefined;
  /** Writes those that wait, as they are by now: before anything else is asked of the table. */
  flush(): Promise<void>;
  /** The same as SQL without parameters, to be sent with the commit. */
  last(): string;
}

interface Waiting {
  claim: Claim;
  row: Row;
  change?: Change;
  entries: LogEntry[];
}

/** The claim, to be sent with what begins a transaction. */
export const firstClaim = (claiming: Claiming): string => inlined(sql.claim, claimValues(claiming));

/**
 * Claims are locks first, and rows only when there is something to say of them: an insert at the end of a local call
 * costs half of an insert and an update of the same row. While the transaction runs, nobody else sees the row anyway.
 *
 * @param begun what `firstClaim` gave, for the ID it was made for
 */
export function sqlClaims(
  session: SqlSession,
  begun?: { requestId: string; record: SqlRecord | undefined },
): SqlClaims {
  const waiting = new Map<string, Waiting>();
  let first = begun;

  const held = async (claim: Claim): Promise<SqlRecord> => {
    const known = first?.requestId === claim.requestId ? first.record : undefined;
    first = undefined;
    return known ?? (await session.query(sql.claim, claimValues(claim)))[0] ?? {};
  };

  const flush = async (): Promise<void> => {
    for (const each of waiting.values()) {
      waiting.delete(each.row.requestId);
      await session.query(sql.add, addValues(each));
    }
  };

  return {
    async claim(claim) {
      await flush();
      const { requestId, uniqueKey } = claim;
      const record = await held(claim);
      const now = record.now as number;
      const nothing: Claimed = { now, row: null, busy: false, claimed: false, rival: null };
      if (record.held === 'free') {
        // In whole ms, so that it reads back as it was written.
        const row = claimedRow(claim, Math.floor(now));
        waiting.set(requestId, { claim, row, entries: [] });
        return { ...nothing, claimed: true, row };
      }
      // A row that is purged in between leaves nothing to say but "come again".
      if (record.held === 'known') {
        const [found] = await session.query(sql.known, [requestId]);
        return found ? { ...nothing, row: rowOf(found) } : { ...nothing, busy: true };
      }
      const [rival] = record.held === 'rival' ? await session.query(sql.holder, [uniqueKey]) : [];
      return rival ? { ...nothing, rival: rowOf(rival) } : { ...nothing, busy: true };
    },
    write(requestId, expected, change, entries) {
      const known = waiting.get(requestId);
      // Whether a lease is over, only the database says.
      if (!known || known.change || typeof expected !== 'number') return undefined;
      if (known.row.fence !== expected) return false;
      Object.assign(known, { change, entries });
      return true;
    },
    flush,
    last: () => [...waiting.values()].map((each) => inlined(sql.add, addValues(each))).join('; '),
  };
}

function claimValues({ requestId, uniqueKey }: Claiming): SqlValue[] {
  const object = uniqueKey === null ? [null, null] : objectLock(uniqueKey);
  return [requestId, ...idLock(requestId), uniqueKey, ...object];
}

function addValues({ claim, row, change = {}, entries }: Waiting): SqlValue[] {
  const { answer } = change;
  return [
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
    // A key is never due before its answer.
    claim.keys === null ? null : Math.max(claim.keys, change.answers ?? claim.keys),
    change.lease ?? null,
    answer?.status ?? null,
    answer ? JSON.stringify(answer.headers) : null,
    answer?.body ?? null,
    change.answers ?? null,
    ...lineValues(entries),
  ];
}
