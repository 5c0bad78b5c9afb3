import { fileURLToPath } from 'node:url';
import { type Database, memoryDatabase } from './database.ts';

/** Beside what was built; the same place, seen from `demo/server` and from `dist-demo/server`. */
const data = fileURLToPath(new URL('../../dist-demo/data', import.meta.url));

/**
 * `DEMO_DATABASE=memory`: in memory, and in `DEMO_FILE` where that is set. `DATABASE_URL`: that PostgreSQL. Else PGlite,
 * in the directory that `DEMO_DATABASE` names.
 */
export async function openDatabase(env: NodeJS.ProcessEnv): Promise<Database> {
  const { DEMO_DATABASE, DEMO_FILE, DATABASE_URL } = env;
  if (DEMO_DATABASE === 'memory') return memoryDatabase(DEMO_FILE);
  // Loaded when needed: each takes a while.
  if (DATABASE_URL) return (await import('./postgres.ts')).postgresDatabase(DATABASE_URL);
  return (await import('./pglite.ts')).pgliteDatabase(DEMO_DATABASE ?? data);
}
