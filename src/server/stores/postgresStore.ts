import { type PostgresClient, type PostgresPool, postgresDatabase } from './postgresDatabase.ts';
import { type SqlStore, type SqlStoreOptions, sqlStore } from './sqlStore.ts';

/** The client type of a pool: what handlers get as their transaction. */
export type ClientOf<Pool> = Pool extends {
  connect: { (): Promise<infer Client>; (callback: never): unknown };
}
  ? Client
  : Pool extends { connect(): Promise<infer Client> }
    ? Client
    : never;

export interface PostgresStoreOptions extends SqlStoreOptions {
  /**
   * `false` behind a pooler that gives each transaction another connection and knows nothing of prepared statements, as
   * PgBouncer before 1.21, or with `max_prepared_statements = 0`. Default `true`: each statement is planned once.
   */
  prepared?: boolean;
}

/**
 * Request IDs and answers in PostgreSQL 12 or newer, through the caller's own `pg` pool. A handler gets the `pg` client
 * whose transaction it is in, so any query builder that takes one fits. It must not end that transaction itself
 * (savepoints are fine), and what it sends after the end is rejected with `TransactionEndedError`.
 *
 * @example
 * const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
 * pool.on('error', (error) => console.error(error));
 * const store = postgresStore(pool);
 * await store.migrate();
 */
export function postgresStore<Pool extends PostgresPool>(
  pool: Pool,
  { prepared = true, ...options }: PostgresStoreOptions = {},
): SqlStore<ClientOf<Pool>> {
  return sqlStore(postgresDatabase<PostgresClient>(pool, prepared), options) as unknown as SqlStore<
    ClientOf<Pool>
  >;
}
