import { promisifyRequest } from 'idb-keyval';
import type { Store, Transaction } from '../core/ports.ts';
import { createConnection } from './connection.ts';
import { timeLimit } from './timeLimit.ts';

export interface IdbStoreOptions {
  /** For one transaction, in ms; then it is aborted. Default 3,000: a frozen tab's can block every other tab's. */
  limit?: number;
  /** For one opening of the database, in ms. Default 5,000. */
  openLimit?: number;
}

/** Records in the database `safe-action:<app>`: one of our own, since idb-keyval's falls to the app's `clear()`. */
export function createIdbStore(app: string, { limit = 3000, openLimit }: IdbStoreOptions = {}): Store {
  const connection = createConnection(`safe-action:${app}`, openLimit);
  return {
    durability: () => 'disk',
    transact: (mode, work) =>
      connection(
        mode === 'read' ? 'readonly' : 'readwrite',
        (store) => run(store, work, limit),
        mode === 'read' ? {} : { durability: mode },
      ),
  };
}

async function run<T>(
  store: IDBObjectStore,
  work: (transaction: Transaction) => Promise<T>,
  limit: number,
): Promise<T> {
  const { transaction } = store;
  const end = (how: 'abort' | 'commit'): void => {
    try {
      transaction[how]?.();
    } catch {
      // It has ended already: `oncomplete` or `onabort` says how.
    }
  };
  const working = async (): Promise<T> => {
    const result = await work(view(store));
    // Not waiting for the platform to notice that no request follows saves a turn.
    end('commit');
    return result;
  };
  // Not the requests' success: only a complete transaction is stored (law 2).
  const complete = new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(new DOMException('', 'AbortError'));
  });
  try {
    const [result] = await timeLimit(limit, Promise.all([working(), complete]));
    return result;
  } catch (error) {
    end('abort');
    const cause = transaction.error ?? error;
    // The platform's failure, not `work`'s, can mean a lost connection (Safari): the next transaction opens a new one.
    if (cause instanceof DOMException && cause.name !== 'ConstraintError') transaction.db.close();
    throw cause;
  }
}

function view(store: IDBObjectStore): Transaction {
  return {
    get: (key) => promisifyRequest(store.get(key as string[])),
    put: (key, value) => {
      store.put(value, key as string[]);
    },
    add: (key, value) => {
      store.add(value, key as string[]);
    },
    delete: (key) => {
      store.delete(key as string[]);
    },
    range: async (prefix, { after, limit } = {}) => {
      // Arrays sort after strings, so `[...prefix, []]` follows every key that starts with `prefix`.
      const range = IDBKeyRange.bound(after ?? prefix, [...prefix, []], !!after, true);
      const [keys, values] = await Promise.all([
        promisifyRequest(store.getAllKeys(range, limit)),
        promisifyRequest(store.getAll(range, limit)),
      ]);
      return keys.map((key, at) => [key as string[], values[at]]);
    },
  };
}
