import { type Database, memoryDatabase } from './database.ts';
import { postgresDatabase } from './postgres.ts';

/** `DATABASE_URL`: that PostgreSQL. `DEMO_DATABASE=memory`, and without either: in memory. */
export async function openDatabase({ DEMO_DATABASE, DATABASE_URL }: NodeJS.ProcessEnv): Promise<Database> {
  return DATABASE_URL && DEMO_DATABASE !== 'memory' ? postgresDatabase(DATABASE_URL) : memoryDatabase();
}
