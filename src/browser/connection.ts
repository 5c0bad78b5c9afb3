import { promisifyRequest } from 'idb-keyval';
import { timeLimit } from './timeLimit.ts';

const STORE = 'records';

/** idb-keyval's `UseStore`, and room for the options of `IDBDatabase.transaction`. */
export type Connection = <T>(
  mode: IDBTransactionMode,
  callback: (store: IDBObjectStore) => T | PromiseLike<T>,
  options?: IDBTransactionOptions,
) => Promise<T>;

/**
 * A connection to the database `name` that heals itself. It opens at once, because an open takes 100 ms and more.
 * Each open has `limit` ms (default 5,000); then the call rejects, and the next one opens anew.
 */
export function createConnection(name: string, limit = 5000): Connection {
  let current: Promise<IDBDatabase> | undefined;

  const open = async (version?: number): Promise<IDBDatabase> => {
    const request = indexedDB.open(name, version);
    const hasStore = (): boolean => request.result.objectStoreNames.contains(STORE);
    request.onupgradeneeded = () => hasStore() || request.result.createObjectStore(STORE);
    const database = await promisifyRequest(request);
    // Another tab deletes or upgrades it: an open connection would block that tab for good.
    database.onversionchange = () => database.close();
    if (hasStore()) return database;
    // Somebody deleted our database and opened it again, empty: only a higher version may create the store.
    database.close();
    return open(database.version + 1);
  };

  const connect = (): Promise<IDBDatabase> => {
    if (!current) {
      const opening = open();
      current = timeLimit(limit, opening).catch((error) => {
        current = undefined;
        // It may still come, too late for anybody.
        opening.then((database) => database.close()).catch(() => {});
        throw error;
      });
    }
    return current;
  };

  const begin = async (mode: IDBTransactionMode, options?: IDBTransactionOptions, again?: true) => {
    const connecting = connect();
    const database = await connecting;
    try {
      return database.transaction(STORE, mode, options).objectStore(STORE);
    } catch (error) {
      // Closed: by us above, by the person who cleared the site's data, or by Safari, which does so without a word.
      if (again) throw error;
      if (current === connecting) current = undefined;
      return begin(mode, options, true);
    }
  };

  connect().catch(() => {});
  return async (mode, callback, options) => callback(await begin(mode, options));
}
