import type { Page } from '@playwright/test';
import type { ActionRecord } from '../../src/core/record.ts';

const name = 'safe-action:corner-shop';

interface Row {
  key: string[];
  value: unknown;
}

/** What the disk holds of this shop's actions, read past the package. Any page of the shop's origin will do. */
export function rows(page: Page): Promise<Row[]> {
  return page.evaluate(async (database) => {
    const databases = await indexedDB.databases();
    if (!databases.some(({ name }) => name === database)) return [];
    const asPromise = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await asPromise(indexedDB.open(database));
    if (!db.objectStoreNames.contains('records')) {
      db.close();
      return [];
    }
    const store = db.transaction('records').objectStore('records');
    const [keys, values] = await Promise.all([asPromise(store.getAllKeys()), asPromise(store.getAll())]);
    db.close();
    return keys.map((key, at) => ({ key: key as string[], value: values[at] }));
  }, name);
}

export async function records(page: Page, kind: 'open' | 'settled'): Promise<ActionRecord[]> {
  return (await rows(page)).filter(({ key }) => key[0] === kind).map(({ value }) => value as ActionRecord);
}

/** Writes a row as a broken or a newer program would have left it. */
export function writeRow(page: Page, key: string[], value: unknown): Promise<void> {
  return page.evaluate(
    ([database, key, value]) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.open(database);
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const transaction = request.result.transaction('records', 'readwrite');
          transaction.objectStore('records').put(value, key);
          transaction.onabort = () => reject(transaction.error);
          transaction.oncomplete = () => {
            request.result.close();
            resolve();
          };
        };
      }),
    [name, key, value] as const,
  );
}

export function deleteDatabase(page: Page): Promise<void> {
  return page.evaluate(
    (database) =>
      new Promise<void>((resolve, reject) => {
        const request = indexedDB.deleteDatabase(database);
        request.onsuccess = () => resolve();
        request.onerror = () => reject(request.error);
      }),
    name,
  );
}

interface Places {
  /** Everything that outlives this page: every database, localStorage, sessionStorage, caches. */
  stored: string;
  /** TanStack's cache of mutations, and how many there are of this package. */
  mutations: string;
  mirrored: number;
  /** TanStack's cache of queries: the app's own, and not this package's. */
  queries: string;
}

/** Everything that a page of this origin could read, as text. */
export function everything(page: Page): Promise<Places> {
  return page.evaluate(async () => {
    const asPromise = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const stored: unknown[] = [{ ...localStorage }, { ...sessionStorage }, document.cookie];
    for (const { name = '' } of await indexedDB.databases()) {
      const db = await asPromise(indexedDB.open(name));
      for (const store of db.objectStoreNames) {
        const all = db.transaction(store).objectStore(store);
        stored.push(
          name,
          store,
          ...(await Promise.all([asPromise(all.getAllKeys()), asPromise(all.getAll())])),
        );
      }
      db.close();
    }
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        stored.push(request.url, await (await cache.match(request))?.text());
    }

    // React keeps its tree on the root element: the QueryClient is a prop of its provider.
    type Fiber = { memoizedProps?: { client?: unknown }; child?: Fiber; stateNode?: { current: Fiber } };
    interface Client {
      getMutationCache(): { getAll(): { state: unknown; options: { mutationKey?: unknown[] } }[] };
      getQueryCache(): { getAll(): { state: unknown; queryKey: unknown }[] };
    }
    const root = document.getElementById('root') as unknown as Record<string, Fiber>;
    const slot = Object.keys(root).find((key) => key.startsWith('__reactContainer$')) ?? '';
    let fiber: Fiber | undefined = root[slot]?.stateNode?.current;
    const isClient = (client: unknown): client is Client =>
      typeof client === 'object' && client !== null && 'getMutationCache' in client;
    while (fiber && !isClient(fiber.memoizedProps?.client)) fiber = fiber.child;
    const client = fiber?.memoizedProps?.client;
    if (!isClient(client)) throw new Error('There is no QueryClient in the tree of React.');
    const mutations = client.getMutationCache().getAll();
    const text = (parts: unknown) =>
      JSON.stringify(parts, (_key, value) =>
        value instanceof Error ? { ...value, message: value.message } : value,
      );
    return {
      stored: text(stored),
      mutations: text(mutations.map(({ state, options }) => [options.mutationKey, state])),
      mirrored: mutations.filter(({ options }) => options.mutationKey?.[0] === 'safe-action').length,
      queries: text(
        client
          .getQueryCache()
          .getAll()
          .map(({ queryKey, state }) => [queryKey, state]),
      ),
    };
  });
}
