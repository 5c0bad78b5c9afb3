import type { ServerStore } from 'safe-action/server';
import { createMemoryServerStore } from 'safe-action/testing';
import { type Books, memoryBooks } from './books.ts';

/** Where request IDs, their answers, and the shop's own data live, so that they commit together. */
export interface Database {
  store: ServerStore<Books>;
  /** Forgets everything. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** Gives handlers the shop's books instead of the database's own handle. */
export function withBooks<Native>(
  store: () => ServerStore<Native>,
  booksOf: (native: Native) => Books,
): ServerStore<Books> {
  const transact: ServerStore<Books>['transact'] = (work, ...rest) =>
    store().transact((tx) => work({ ...tx, native: booksOf(tx.native) }), ...rest);
  return new Proxy({} as ServerStore<Books>, {
    get: (_target, name) => (name === 'transact' ? transact : Reflect.get(store(), name)),
  });
}

/** For tests: starts at once, and forgets everything when the process ends. */
export function memoryDatabase(): Database {
  let store = createMemoryServerStore();
  return {
    store: withBooks(() => store, memoryBooks),
    reset: async () => {
      store = createMemoryServerStore();
    },
    close: async () => {},
  };
}
