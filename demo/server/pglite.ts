import { PGlite } from '@electric-sql/pglite';
import { pgliteStore } from 'safe-action/server';
import { type Database, withBooks } from './database.ts';
import { blankWall } from './image.ts';
import { BOOKS, EMPTY, sqlBooks } from './sqlBooks.ts';

/** PostgreSQL in this process, its files in `directory`: what happened is still there after a restart, also after a kill. */
export async function pgliteDatabase(directory: string): Promise<Database> {
  const store = await pgliteStore(PGlite, directory);
  await store.migrate();
  await store.database.exec(BOOKS);
  return {
    store: withBooks(store, sqlBooks),
    wall: { kept: blankWall(), keep: () => {} },
    async reset() {
      await store.database.exec(EMPTY);
    },
    close: () => store.close(),
  };
}
