import type { Lock } from './locks.ts';
import type { SqlDatabase, SqlRecord, Statement } from './sqlSession.ts';

interface PostgresStatement {
  text: string;
  name?: string;
  values?: unknown[];
}

interface PostgresResult {
  rows: SqlRecord[];
  command: string;
}

/** What the store uses of a `pg` client. */
export interface PostgresClient {
  query(statement: PostgresStatement): Promise<PostgresResult>;
  on(event: 'error', listener: (error: Error) => void): unknown;
  removeListener(event: 'error', listener: (error: Error) => void): unknown;
  release(destroy?: boolean): void;
}

/** What the store uses of a `pg` pool. */
export interface PostgresPool {
  connect(): Promise<PostgresClient>;
  query(statement: PostgresStatement): Promise<PostgresResult>;
}

const prepared = ({ name, text }: Statement, values: unknown[]): PostgresStatement => ({
  name,
  text,
  values,
});

/**
 * All in one message. READ COMMITTED, whatever the database's default: the look at a row comes after the lock, and needs
 * a snapshot of its own to see what the lock's last holder committed.
 */
const begin = (idle: number, lock: Lock | undefined): string =>
  `begin isolation level read committed; select set_config('idle_in_transaction_session_timeout', '${Math.ceil(idle)}', true)${
    lock ? `, pg_try_advisory_xact_lock(${lock[0]}, ${lock[1]}) as free` : ''
  }`;

export function postgresDatabase<Client extends PostgresClient>(pool: {
  connect(): Promise<Client>;
  query: PostgresPool['query'];
}): SqlDatabase<Client> {
  const using = async <T>(work: (client: Client, spoil: () => void) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    let spoilt = false;
    const spoil = () => {
      spoilt = true;
    };
    // A connection that breaks between two queries says so by an event, and without a listener ends the process.
    client.on('error', spoil);
    try {
      return await work(client, spoil);
    } finally {
      client.removeListener('error', spoil);
      client.release(spoilt);
    }
  };
  return {
    query: async (statement, values) => (await pool.query(prepared(statement, values))).rows,
    script: (text) =>
      using(async (client, spoil) => {
        await client.query({ text: `begin; ${text}; commit` }).catch((error) => {
          spoil();
          throw error;
        });
      }),
    transact: (work, idle, lock) =>
      using(async (client, spoil) => {
        let result: Awaited<ReturnType<typeof work>>;
        try {
          // A result for each of its statements.
          const begun: unknown = await client.query({ text: begin(idle, lock) });
          const free = (begun as PostgresResult[]).at(-1)?.rows[0]?.free as boolean | undefined;
          result = await work({
            native: client,
            free,
            query: async (statement, values) => (await client.query(prepared(statement, values))).rows,
          });
        } catch (error) {
          await client.query({ text: 'rollback' }).catch(spoil);
          throw error;
        }
        try {
          const { command } = await client.query({ text: 'commit' });
          // The answer of a transaction in which something failed, even if nobody looked.
          if (command !== 'COMMIT') throw new Error('The transaction had failed and was rolled back.');
        } catch (error) {
          spoil();
          throw error;
        }
        return result;
      }),
  };
}
