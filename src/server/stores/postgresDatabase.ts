import { lend } from './lentClient.ts';
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

const inVain = (): Error => new Error('The database was waited for in vain: is a cursor open?');

/**
 * A cursor that a handler left open takes every later message behind it, and the database does not count it as idle:
 * what the store sends then is waited for no longer than an idle transaction.
 */
const limit =
  (ms: number, spoil: () => void) =>
  async <T>(asked: Promise<T>): Promise<T> => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        spoil();
        reject(inVain());
      }, ms);
    });
    return Promise.race([asked, late]).finally(() => clearTimeout(timer));
  };

/**
 * Whatever the database's default: the look at a row, or at a version of the tables, comes after a lock, and needs a
 * snapshot of its own to see what the lock's last holder committed.
 */
const READ_COMMITTED = 'begin isolation level read committed';

/**
 * A statement by itself has the database's default. Where that is a stricter one, it may be refused for what another one
 * has committed meanwhile: it has changed nothing then, and compares anew.
 */
const SERIALIZATION_FAILURE = '40001';
const TRIES = 5;

/** All in one message. */
const begin = (idle: number, first: string | undefined): string =>
  [
    READ_COMMITTED,
    `set local idle_in_transaction_session_timeout = ${Math.ceil(idle)}`,
    ...(first ? [first] : []),
  ].join('; ');

/** A connection, which may break while it is used. */
interface Line {
  /** The pool shall not give it to anybody else. */
  spoil(): void;
  isSpoilt(): boolean;
  lose(error: Error): void;
  lost: Promise<never>;
}

/** @param prepared whether a connection keeps what it was once given by name */
export function postgresDatabase<Client extends PostgresClient>(
  pool: {
    connect(): Promise<Client>;
    query: PostgresPool['query'];
  },
  prepared: boolean,
): SqlDatabase<Client> {
  const asked = ({ name, text }: Statement, values: unknown[]): PostgresStatement => ({
    ...(prepared && { name }),
    text,
    values,
  });
  const using = async <T>(work: (client: Client, line: Line) => Promise<T>): Promise<T> => {
    const client = await pool.connect();
    let spoilt = false;
    const spoil = () => {
      spoilt = true;
    };
    // A connection that breaks between two queries says so by an event, and without a listener ends the process.
    let lose: (error: Error) => void = spoil;
    const lost = new Promise<never>((_resolve, reject) => {
      lose = (error) => {
        spoil();
        reject(error);
      };
    });
    lost.catch(() => {});
    client.on('error', lose);
    try {
      return await work(client, { spoil, isSpoilt: () => spoilt, lose, lost });
    } finally {
      client.removeListener('error', lose);
      client.release(spoilt);
    }
  };
  return {
    query: async (statement, values) => {
      for (let tries = 1; ; tries += 1) {
        try {
          return (await pool.query(asked(statement, values))).rows;
        } catch (error) {
          if (tries === TRIES || Object(error).code !== SERIALIZATION_FAILURE) throw error;
        }
      }
    },
    script: (text) =>
      using(async (client, { spoil }) => {
        await client.query({ text: `${READ_COMMITTED}; ${text}; commit` }).catch((error) => {
          spoil();
          throw error;
        });
      }),
    transact: (work, idle, first) =>
      using(async (client, { spoil, isSpoilt, lose, lost }) => {
        /** One message: a result for each of its statements, where there are several. */
        const script = async (text: string): Promise<PostgresResult | undefined> => {
          const results: unknown = await client.query({ text });
          return (Array.isArray(results) ? results : [results]).at(-1);
        };
        const loan = lend(client, idle, () => lose(inVain()));
        const limited = limit(idle, spoil);
        try {
          const begun = await script(begin(idle, first));
          const working = work({
            native: loan.client,
            begun: begun?.rows[0],
            query: async (statement, values) => {
              loan.enter();
              const answer = client.query(asked(statement, values));
              // Else it may wait for another's lock, which the database knows of.
              return (await (loan.isHeld() ? limited(answer) : answer)).rows;
            },
          });
          // Work that hangs would keep a connection that the database has ended.
          const { result, last } = await Promise.race([working, lost]).finally(loan.end);
          const ended = await limited(script(last ? `${last}; commit` : 'commit'));
          // The answer of a transaction in which something failed, even if nobody looked.
          if (ended?.command !== 'COMMIT') throw new Error('The transaction had failed and was rolled back.');
          return result;
        } catch (error) {
          if (!isSpoilt()) await limited(script('rollback')).catch(spoil);
          throw error;
        }
      }),
  };
}
