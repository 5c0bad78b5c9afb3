import pg from 'pg';
import { postgresStore } from 'safe-action/server';
import { type Database, withBooks } from './database.ts';
import { blankWall } from './image.ts';
import { BOOKS, EMPTY, sqlBooks } from './sqlBooks.ts';

/** A PostgreSQL of yours. */
export async function postgresDatabase(connectionString: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  // The pool's second word is the whole client, which is nobody's to read.
  pool.on('error', (error) => console.error(error));
  const store = postgresStore(pool);
  await store.migrate();
  await pool.query(BOOKS);
  return {
    store: withBooks(store, sqlBooks),
    wall: { kept: blankWall(), keep: () => {} },
    async reset() {
      await pool.query(EMPTY);
    },
    close: () => pool.end(),
  };
}
