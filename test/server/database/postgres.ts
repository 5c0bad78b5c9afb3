import { Pool, type PoolClient } from 'pg';
import { postgresStore, type SqlStore } from 'safe-action/server';
import { inject } from 'vitest';
import type { StoreUnderTest } from '../storeContract.ts';

export const url: string | undefined = inject('databaseUrl');

export interface PostgresUnderTest extends StoreUnderTest<PoolClient> {
  store: SqlStore<PoolClient>;
  pool: Pool;
  schema: string;
}

/** A schema of its own in the database, with the store's tables and one of the business's, `paid`. */
export async function openPostgres(at = url, max = 20, settings = ''): Promise<PostgresUnderTest> {
  const schema = `safe_action_test_${Math.random().toString(36).slice(2)}`;
  const admin = new Pool({ connectionString: at, max: 1 });
  await admin.query(`create schema ${schema}`);
  const pool = new Pool({ connectionString: at, max, options: `-c search_path=${schema} ${settings}` });
  // An idle connection that the server ends is no failure of a test.
  for (const each of [admin, pool]) each.on('error', () => {});
  const store = postgresStore(pool);
  await store.migrate();
  await pool.query('create table paid (key text, value text)');
  return {
    pool,
    schema,
    store,
    put: async (client, key, value) => {
      await client.query('insert into paid values ($1, $2)', [key, value]);
    },
    get: async (key) => (await pool.query('select value from paid where key = $1', [key])).rows[0]?.value,
    close: async () => {
      await pool.end();
      await admin.query(`drop schema ${schema} cascade`);
      await admin.end();
    },
  };
}
