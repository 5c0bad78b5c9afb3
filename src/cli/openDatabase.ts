import type { ServerStore } from '../server/store.ts';
import { postgresStore } from '../server/stores/postgresStore.ts';
import { CommandError } from './terminal.ts';

export interface OpenDatabase {
  store: ServerStore;
  close(): Promise<void>;
}

/**
 * Opens what a server keeps its request IDs in, and changes nothing of it.
 * @param where `postgres://…`
 * @throws CommandError where it cannot
 */
export async function openDatabase(where: string): Promise<OpenDatabase> {
  if (!/^postgres(ql)?:\/\//.test(where))
    throw new CommandError('The database must be an address like postgres://user@host/database.');
  const { default: pg } = await import('pg').catch(() => {
    throw new CommandError('The package "pg" is not installed here: npm install pg');
  });
  const pool = new pg.Pool({ connectionString: where, max: 1, connectionTimeoutMillis: 10_000 });
  pool.on('error', () => {});
  return { store: postgresStore(pool), close: () => pool.end() };
}
