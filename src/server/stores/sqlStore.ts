import type { LogEntry, LoggedEntry } from '../logEntry.ts';
import type { Change, Claim, Claimed, Found, ServerSteps, ServerStore } from '../store.ts';
import { migrate } from './migrate.ts';
import { rowOf } from './sqlRow.ts';
import type { SqlDatabase, SqlRecord, SqlSession, SqlValue } from './sqlSession.ts';
import * as sql from './statements.ts';

export interface SqlStoreOptions {
  /** How long lines of the log are kept, ms. Default 30 d, as keys are. */
  logs?: number;
}

export interface SqlStore<Native> extends ServerStore<Native> {
  /** Creates the tables, or brings them to this version. Safe to call on every start, by several servers at once. */
  migrate(): Promise<void>;
}

const LOGS = 30 * 24 * 3_600_000;

/** The store's contract in SQL. Every time in it is the database's. */
export function sqlStore<Native>(
  database: SqlDatabase<Native>,
  { logs = LOGS }: SqlStoreOptions = {},
): SqlStore<Native> {
  const count = async (statement: (typeof sql)['log'], values: SqlValue[]): Promise<number> => {
    const [record] = await database.query(statement, values);
    return record?.gone as number;
  };
  return {
    ...steps(database),
    migrate: () => migrate(database),
    transact: (work, idle = 30_000) =>
      database.transact(
        (tx) =>
          work({
            ...steps(tx),
            native: tx.native,
            claim: (claim) => claimIn(tx, claim),
            raise: (object, at, keys) => raiseIn(tx, object, at, keys),
          }),
        idle,
      ),
    async trace(requestId) {
      const lines = await database.query(sql.trace, [requestId]);
      return lines.map(({ request_id, kind, detail, at }) => ({
        requestId: request_id as string,
        kind: kind as LoggedEntry['kind'],
        at: at as number,
        ...(detail !== null && { detail: detail as string }),
      }));
    },
    unresolved: async (limit) => (await database.query(sql.unresolved, [limit])).map(rowOf),
    purge: async (limit) => ({
      answers: await count(sql.purgeAnswers, [limit]),
      keys: await count(sql.purgeKeys, [limit]),
      lines: await count(sql.purgeLines, [limit, logs]),
      watermarks: await count(sql.purgeWatermarks, [limit]),
    }),
  };
}

function steps(session: SqlSession): ServerSteps {
  return {
    async find(requestId): Promise<Found> {
      const [record = {}] = await session.query(sql.find, [requestId]);
      return { now: record.now as number, busy: record.busy as boolean, row: present(record) };
    },
    async write(requestId, fence, change, entries = []) {
      const values = [requestId, fence, ...changeValues(change), ...lineValues(entries)];
      return (await session.query(sql.write, values)).length > 0;
    },
    async log(entries) {
      if (entries.length) await session.query(sql.log, lineValues(entries));
    },
  };
}

async function claimIn(session: SqlSession, claim: Claim): Promise<Claimed> {
  const { requestId, principal, operation, fingerprint, uniqueKey, state, lease, keys } = claim;
  const [record = {}] = await session.query(sql.claim, [
    requestId,
    principal,
    operation,
    fingerprint,
    uniqueKey,
    state,
    lease,
    keys,
  ]);
  const row = present(record);
  const seen = { now: record.now as number, row, claimed: record.claimed === true, rival: null };
  if (record.is_open === false) return { ...seen, busy: true };
  if (row) return { ...seen, busy: false };
  const others = (await session.query(sql.rows, [requestId, uniqueKey])).map(rowOf);
  const own = others.find((other) => other.requestId === requestId) ?? null;
  return { ...seen, busy: false, row: own, rival: own ? null : (others[0] ?? null) };
}

async function raiseIn(
  session: SqlSession,
  object: string,
  at: number,
  keys: number | null,
): Promise<number | null> {
  const [record] = await session.query(sql.raise, [object, at, keys]);
  return record?.before as number | null;
}

function present(record: SqlRecord): Found['row'] {
  return typeof record.request_id === 'string' ? rowOf(record) : null;
}

function changeValues({ state, fence, lease, answer, answers, freeUnique }: Change): SqlValue[] {
  return [
    state ?? null,
    fence ?? null,
    lease ?? null,
    answer !== undefined,
    answer?.status ?? null,
    answer ? JSON.stringify(answer.headers) : null,
    answer?.body ?? null,
    answers ?? null,
    freeUnique ?? false,
  ];
}

function lineValues(entries: LogEntry[]): SqlValue[] {
  return [
    entries.map(({ requestId }) => requestId),
    entries.map(({ kind }) => kind),
    entries.map(({ detail }) => detail ?? null),
  ];
}
