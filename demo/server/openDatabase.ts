import { type Database, memoryDatabase } from './database.ts';
import { postgresDatabase } from './postgres.ts';

/** `DATABASE_URL`: that PostgreSQL. `DEMO_DATABASE=memory`, and without either: in memory, and in `DEMO_FILE`. */
export async function openDatabase(env: NodeJS.ProcessEnv): Promise<Database> {
  const { DEMO_DATABASE, DEMO_FILE, DATABASE_URL } = env;
  return DATABASE_URL && DEMO_DATABASE !== 'memory'
    ? postgresDatabase(DATABASE_URL)
    : memoryDatabase(DEMO_FILE);
}
