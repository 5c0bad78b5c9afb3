import { takeDirectory } from './directoryLock.ts';
import { lendSession } from './lentSession.ts';
import type { SqlRecord, SqlSession, SqlValue, Statement } from './sqlSession.ts';
import { type SqlStore, type SqlStoreOptions, sqlStore } from './sqlStore.ts';

export interface PgliteSession {
  query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
  exec(text: string): Promise<unknown>;
}

/** What the store uses of PGlite. */
export interface Pglite<Transaction> extends PgliteSession {
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface PgliteStore<Transaction, Database> extends SqlStore<Transaction> {
  /** For the business's own reads. Never inside a handler: PGlite has one session, which waits for itself for ever. */
  database: Database;
  /** Frees the directory. */
  close(): Promise<void>;
}

/**
 * Request IDs and answers in PostgreSQL inside this process: for development, tests and demos. One process, one
 * session: calls run one after the other.
 *
 * @param directory where its files are; in memory without it. Two processes on one lose rows, so a file beside it,
 * `<directory>.pid`, says whose it is
 * @throws StoreInUseError where another process has the directory
 * @example
 * import { PGlite } from '@electric-sql/pglite';
 * const store = await pgliteStore(PGlite, './data');
 * await store.migrate();
 */
export async function pgliteStore<Transaction extends PgliteSession, Database extends Pglite<Transaction>>(
  PGlite: new (directory?: string) => Database & Pglite<Transaction>,
  directory?: string,
  options?: SqlStoreOptions,
): Promise<PgliteStore<Transaction, Database>> {
  if (process.env.NODE_ENV === 'production')
    console.warn(
      'safe-action: PGlite is one process with one session. Use postgresStore where more than one server or many people come.',
    );
  const free = directory === undefined ? () => {} : takeDirectory(directory);
  const close = async (): Promise<void> => {
    await database.close();
    free();
  };
  let database: Database & Pglite<Transaction>;
  try {
    database = new PGlite(directory);
    await database.query('select 1');
  } catch (error) {
    free();
    throw error;
  }
  const store = sqlStore<Transaction>(
    {
      ...session(database),
      script: async (text) => {
        await database.transaction((tx) => tx.exec(text));
      },
      // Nobody else can end its transaction, and nobody else waits for it: no timeout for an idle one.
      transact: (work, _idle, first) =>
        database.transaction(async (tx) => {
          const begun = first === undefined ? undefined : (await discreet(tx.query(first))).rows[0];
          const loan = lendSession(tx);
          const { result, last } = await work({
            ...session(tx, loan.enter),
            native: loan.session,
            begun: begun as SqlRecord | undefined,
          });
          loan.enter();
          if (last) await discreet(tx.exec(last));
          return result;
        }),
    },
    options,
  );
  return { ...store, database, close };
}

function session(pglite: PgliteSession, enter = () => {}): SqlSession {
  return {
    async query({ text }: Statement, values: SqlValue[]) {
      enter();
      const { rows } = await discreet(pglite.query(text, values));
      return rows as Record<string, unknown>[];
    },
  };
}

/** PGlite's errors carry what it was asked, values and all: `onError` would write people's inputs into a log. */
async function discreet<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error) for (const value of ['query', 'params']) Reflect.deleteProperty(error, value);
    throw error;
  }
}
