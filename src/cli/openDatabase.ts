import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { StoreInUseError } from '../server/errors/storeInUseError.ts';
import type { ServerStore } from '../server/store.ts';
import { pgliteStore } from '../server/stores/pgliteStore.ts';
import { postgresStore } from '../server/stores/postgresStore.ts';
import { CommandError } from './terminal.ts';

export interface OpenDatabase {
  store: ServerStore;
  close(): Promise<void>;
}

/**
 * Opens what a server keeps its request IDs in, and changes nothing of it.
 * @param where `postgres://…`, or a directory of PGlite's
 * @throws CommandError where it cannot
 */
export async function openDatabase(where: string): Promise<OpenDatabase> {
  return /^postgres(ql)?:\/\//.test(where) ? openPostgres(where) : openPglite(where);
}

const absent = (name: string) => (): never => {
  throw new CommandError(`The package "${name}" is not installed here: npm install ${name}`);
};

async function openPostgres(address: string): Promise<OpenDatabase> {
  const { default: pg } = await import('pg').catch(absent('pg'));
  const pool = new pg.Pool({ connectionString: address, max: 1, connectionTimeoutMillis: 10_000 });
  pool.on('error', () => {});
  // The address may be a pooler's: what this prepared there, its servers would find in their way.
  return { store: postgresStore(pool, { prepared: false }), close: () => pool.end() };
}

async function openPglite(directory: string): Promise<OpenDatabase> {
  // It would make a new one.
  if (!existsSync(join(directory, 'PG_VERSION')))
    throw new CommandError(
      `"${directory}" is no database: give postgres://… or a directory that PGlite has made.`,
    );
  const { PGlite } = await import('@electric-sql/pglite').catch(absent('@electric-sql/pglite'));
  try {
    const store = await pgliteStore(PGlite, directory);
    return { store, close: () => store.close() };
  } catch (error) {
    if (error instanceof StoreInUseError)
      throw new CommandError(`The directory is in use. Stop its server first, or ask it. ${error.message}`);
    throw error;
  }
}
