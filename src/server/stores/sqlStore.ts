import type { LoggedEntry } from '../logEntry.ts';
import type { Found, ServerSteps, ServerStore } from '../store.ts';
import { idLock } from './locks.ts';
import { migrate } from './migrate.ts';
import { firstClaim, sqlClaims } from './sqlClaims.ts';
import { rowOf } from './sqlRow.ts';
import type { SqlDatabase, SqlSession, SqlValue } from './sqlSession.ts';
import { changeValues, expectedValues, lineValues } from './sqlValues.ts';
import * as sql from './statements.ts';

export interface SqlStoreOptions {
  /** How long lines of the log are kept, ms; `null`: for ever. Default 30 d, as keys are. */
  logs?: number | null;
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
    transact: async (work, { idle = 30_000, claims: first } = {}) =>
      database.transact(
        async (tx) => {
          const own = steps(tx);
          const claims = sqlClaims(tx, first && { requestId: first.requestId, record: tx.begun });
          const result = await work({
            native: tx.native,
            claim: claims.claim,
            raise: (object, at, keys) => raiseIn(tx, object, at, keys),
            async find(requestId) {
              await claims.flush();
              return own.find(requestId);
            },
            async write(requestId, expected, change, entries = []) {
              const written = claims.write(requestId, expected, change, entries);
              if (written !== undefined) return written;
              await claims.flush();
              return own.write(requestId, expected, change, entries);
            },
            async log(entries) {
              await claims.flush();
              return own.log(entries);
            },
          });
          return { result, last: claims.last() };
        },
        idle,
        first && firstClaim(first),
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
      // PostgreSQL has no interval that is infinite.
      lines:
        logs === null || logs === Number.POSITIVE_INFINITY ? 0 : await count(sql.purgeLines, [limit, logs]),
      watermarks: await count(sql.purgeWatermarks, [limit]),
    }),
  };
}

function steps(session: SqlSession): ServerSteps {
  return {
    async find(requestId): Promise<Found> {
      const [record = {}] = await session.query(sql.find, [requestId, ...idLock(requestId)]);
      const row = typeof record.request_id === 'string' ? rowOf(record) : null;
      return { now: record.now as number, busy: record.busy as boolean, row };
    },
    async write(requestId, expected, change, entries = []) {
      const values = [
        requestId,
        ...expectedValues(expected),
        ...changeValues(change),
        ...lineValues(entries),
      ];
      return (await session.query(sql.write, values)).length > 0;
    },
    async log(entries) {
      if (entries.length) await session.query(sql.log, lineValues(entries));
    },
  };
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
