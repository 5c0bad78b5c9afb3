import { promisifyRequest } from 'idb-keyval';
import type { Key, Store, Transaction } from '../core/ports.ts';
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
    async transact(mode, work) {
      const lost: Lost = new Set();
      const once = () =>
        connection(
          mode === 'read' ? 'readonly' : 'readwrite',
          (store) => run(store, work, limit, lost),
          mode === 'read' ? {} : { durability: mode },
        );
      try {
        return await once();
      } catch (error) {
        // Chromium undoes a transaction that has met a lost row: again, without asking for it.
        if (lost.size) return once();
        throw error;
      }
    },
  };
}

/** Rows whose value is in a file of its own, since it is large (64 kB in Chromium, 1 MB in Firefox), and that file is gone. */
type Lost = Set<string>;

async function run<T>(
  store: IDBObjectStore,
  work: (transaction: Transaction) => Promise<T>,
  limit: number,
  lost: Lost,
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
    const result = await work(view(store, lost));
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
    if (cause instanceof DOMException && cause.name !== 'ConstraintError' && !lost.size)
      transaction.db.close();
    throw cause;
  }
}

function view(store: IDBObjectStore, lost: Lost): Transaction {
  const get = async (key: Key): Promise<unknown> => {
    const id = JSON.stringify(key);
    if (lost.has(id)) return null;
    const request = store.get(key as string[]);
    // The transaction is not over: the next question tells a lost row from a database that does not answer.
    request.addEventListener('error', (event) => event.preventDefault());
    try {
      return await promisifyRequest(request);
    } catch (error) {
      if ((await promisifyRequest(store.getKey(key as string[]))) === undefined) throw error;
      lost.add(id);
      return null;
    }
  };
  const keys = (prefix: Key, limit?: number): Promise<Key[]> =>
    // Arrays sort after strings, so `[...prefix, []]` follows every key that starts with `prefix`.
    promisifyRequest(
      store.getAllKeys(IDBKeyRange.bound(prefix, [...prefix, []], false, true), limit),
    ) as Promise<string[][]>;
  return {
    get,
    put: (key, value) => {
      store.put(value, key as string[]);
    },
    add: (key, value) => {
      store.add(value, key as string[]);
    },
    delete: (key) => {
      store.delete(key as string[]);
    },
    keys,
    range: async (prefix) =>
      Promise.all((await keys(prefix)).map(async (key): Promise<[Key, unknown]> => [key, await get(key)])),
  };
}
