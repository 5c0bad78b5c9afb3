import type { ServerStore } from 'safe-action/server';
import { createMemoryServerStore, memoryTables } from 'safe-action/testing';
import { type Books, memoryBooks } from './books.ts';
import { blankWall, createImage, type Wall } from './image.ts';

/** Where request IDs, their answers, and the shop's own data live, so that they commit together. */
export interface Database {
  store: ServerStore<Books>;
  /** What the lab knows beside it. */
  wall: Wall;
  /** Forgets everything. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Gives handlers the shop's books instead of the database's own handle. */
export function withBooks<Native>(
  store: ServerStore<Native>,
  booksOf: (native: Native) => Books,
): ServerStore<Books> {
  return {
    ...store,
    transact: (work, ...rest) => store.transact((tx) => work({ ...tx, native: booksOf(tx.native) }), ...rest),
  };
}

/** For tests: starts at once. With a `file` it remembers everything beyond its process. */
export function memoryDatabase(file?: string): Database {
  const { contents, keep } = createImage(file, () => ({ tables: memoryTables(), ...blankWall() }));
  const { tables } = contents;
  return {
    store: withBooks(createMemoryServerStore({ tables, onCommit: keep }), memoryBooks),
    wall: { kept: contents, keep },
    async reset() {
      for (const table of [tables.rows, tables.marks, tables.data]) table.clear();
      tables.story.length = 0;
      keep();
    },
    close: async () => {},
  };
}
