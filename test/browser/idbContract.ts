import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createIdbStore } from '../../src/browser/idbStore.ts';
import type { Key, Store } from '../../src/core/ports.ts';
import { describeStore } from '../testing/storeContract.ts';

const key: Key = ['open', 'shop', 'guest', 'checkout.pay', ''];
let count = 0;

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const put = (store: Store, value: unknown): Promise<void> =>
  store.transact('strict', async (tx) => tx.put(key, value));
const get = (store: Store): Promise<unknown> => store.transact('read', (tx) => tx.get(key));

/** The store on IndexedDB, and what browsers and other tabs do to it; on a browser's and on fake-indexeddb's. */
export function describeIdbStore(): void {
  let app: string;
  let name: string;
  beforeEach(() => {
    app = `shop-${count++}`;
    name = `safe-action:${app}`;
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  /** Collects the connections that are opened from now on. */
  const connections = (): IDBDatabase[] => {
    const opened: IDBDatabase[] = [];
    const open = indexedDB.open.bind(indexedDB);
    vi.spyOn(indexedDB, 'open').mockImplementation((...asked) => {
      const request = open(...asked);
      request.addEventListener('success', () => opened.push(request.result));
      return request;
    });
    return opened;
  };
  const fakeTimeouts = (): void => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  };

  describeStore(() => [createIdbStore(app), createIdbStore(app)]);

  it('says that it is on disk', () => {
    expect(createIdbStore(app).durability()).toBe('disk');
  });

  it('opens before anybody asks, once', async () => {
    const open = vi.spyOn(indexedDB, 'open');
    const store = createIdbStore(app);
    expect(open).toHaveBeenCalledTimes(1);
    await Promise.all([put(store, 1), get(store), get(store)]);
    expect(open).toHaveBeenCalledTimes(1);
  });

  it('asks the platform for the durability it was told (law 2)', async () => {
    const [store, opened] = [createIdbStore(app), connections()];
    const second = createIdbStore(app);
    await get(second);
    await get(store);
    const transaction = vi.spyOn(opened[0] as IDBDatabase, 'transaction');
    await second.transact('strict', async (tx) => tx.put(key, 1));
    await second.transact('relaxed', async (tx) => tx.put(key, 1));
    await second.transact('read', (tx) => tx.get(key));
    expect(transaction.mock.calls).toEqual([
      ['records', 'readwrite', { durability: 'strict' }],
      ['records', 'readwrite', { durability: 'relaxed' }],
      ['records', 'readonly', {}],
    ]);
  });

  describe('when the database is taken away', () => {
    it('lets another tab delete it, and starts again', async () => {
      const store = createIdbStore(app);
      await put(store, 1);
      await settled(indexedDB.deleteDatabase(name));
      expect(await get(store)).toBeUndefined();
      await put(store, 2);
      expect(await get(store)).toBe(2);
    });

    it('makes its object store again where somebody made the database anew without it', async () => {
      const store = createIdbStore(app);
      await put(store, 1);
      await settled(indexedDB.deleteDatabase(name));
      (await settled(indexedDB.open(name))).close();
      await put(store, 2);
      expect(await get(store)).toBe(2);
    });

    it('heals in two tabs at once', async () => {
      (await settled(indexedDB.open(name, 6))).close();
      const tabs = [createIdbStore(app), createIdbStore(app), createIdbStore(app)];
      await Promise.all(
        tabs.map((tab, at) => tab.transact('relaxed', async (tx) => tx.put(['row', String(at)], at))),
      );
      expect(await get(tabs[0] as Store)).toBeUndefined();
      expect(await tabs[1]?.transact('read', async (tx) => (await tx.range(['row'])).length)).toBe(3);
    });

    it('lets another tab upgrade it, and goes on with the newer version', async () => {
      const store = createIdbStore(app);
      await put(store, 1);
      (await settled(indexedDB.open(name, 9))).close();
      expect(await get(store)).toBe(1);
    });

    it('finishes what runs while another tab upgrades', async () => {
      const store = createIdbStore(app);
      await get(store);
      const writing = store.transact('strict', async (tx) => {
        const upgrade = settled(indexedDB.open(name, 9));
        for (let reads = 0; reads < 20; reads++) await tx.get(key);
        tx.put(key, 'kept');
        return { upgrade };
      });
      const { upgrade } = await writing;
      (await upgrade).close();
      expect(await get(store)).toBe('kept');
    });

    it('opens again, once, when the browser closed it, with or without a word', async () => {
      const opened = connections();
      const store = createIdbStore(app);
      await put(store, 1);
      opened[0]?.close();
      expect(await Promise.all([get(store), get(store)])).toEqual([1, 1]);
      expect(opened).toHaveLength(2);
    });

    it('tries a broken connection only once more', async () => {
      const store = createIdbStore(app);
      await put(store, 1);
      const transaction = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(() => {
        throw new DOMException('', 'InvalidStateError');
      });
      await expect(get(store)).rejects.toMatchObject({ name: 'InvalidStateError' });
      expect(transaction).toHaveBeenCalledTimes(2);
      transaction.mockRestore();
      expect(await get(store)).toBe(1);
    });
  });

  describe('when opening fails', () => {
    it('rejects, and opens anew for the next call', async () => {
      const open = vi.spyOn(indexedDB, 'open').mockImplementation(() => {
        throw new DOMException('', 'SecurityError');
      });
      const store = createIdbStore(app);
      await expect(get(store)).rejects.toMatchObject({ name: 'SecurityError' });
      open.mockRestore();
      await put(store, 1);
      expect(await get(store)).toBe(1);
    });

    it('rejects what hangs at the limit of 5 s, and opens anew for the next call (law 11)', async () => {
      fakeTimeouts();
      const open = vi.spyOn(indexedDB, 'open').mockReturnValue({} as IDBOpenDBRequest);
      const store = createIdbStore(app);
      const calls = Promise.allSettled([get(store), put(store, 1)]);
      let over = false;
      calls.then(() => {
        over = true;
      });
      await vi.advanceTimersByTimeAsync(4999);
      expect(over).toBe(false);
      await vi.advanceTimersByTimeAsync(1);
      for (const call of await calls) expect(call).toMatchObject({ reason: { name: 'TimeoutError' } });
      open.mockRestore();
      await put(store, 2);
      expect(await get(store)).toBe(2);
    });

    it('closes a connection that comes too late, so that it blocks nobody', async () => {
      fakeTimeouts();
      const late = await settled(indexedDB.open(`${name}-late`));
      const close = vi.spyOn(late, 'close');
      const request = { result: late } as unknown as IDBOpenDBRequest;
      vi.spyOn(late, 'objectStoreNames', 'get').mockReturnValue({
        contains: () => true,
      } as unknown as DOMStringList);
      vi.spyOn(indexedDB, 'open').mockReturnValueOnce(request);
      const store = createIdbStore(app);
      const rejection = expect(get(store)).rejects.toMatchObject({ name: 'TimeoutError' });
      await vi.advanceTimersByTimeAsync(5000);
      await rejection;
      request.onsuccess?.(new Event('success'));
      await vi.waitFor(() => expect(close).toHaveBeenCalled());
    });
  });

  describe('when a transaction fails', () => {
    it('rejects and undoes what the platform aborts, and opens a new connection', async () => {
      const opened = connections();
      const store = createIdbStore(app);
      await put(store, 1);
      const begin = vi.spyOn(IDBDatabase.prototype, 'transaction');
      const failing = store.transact('strict', async (tx) => {
        tx.put(key, 2);
        await tx.get(key);
        begin.mock.results[0]?.value.abort();
      });
      await expect(failing).rejects.toMatchObject({ name: 'AbortError' });
      expect(await get(store)).toBe(1);
      expect(opened).toHaveLength(2);
    });

    it('rejects with the reason of a write that failed after it was asked for', async () => {
      const store = createIdbStore(app);
      await put(store, 1);
      // A full disk cannot be had here; a write that finds its key taken fails at the same moment.
      vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...row) {
        return this.add(...row);
      });
      const failing = store.transact('strict', async (tx) => {
        tx.put(['other'], 1);
        tx.put(key, 2);
      });
      await expect(failing).rejects.toMatchObject({ name: 'ConstraintError' });
      vi.restoreAllMocks();
      expect(await get(store)).toBe(1);
      expect(await store.transact('read', (tx) => tx.get(['other']))).toBeUndefined();
    });

    /** Values that are read fail as a write does that finds its key taken: a disk that fails cannot be had here. */
    const failReads = (...methods: ('get' | 'getKey')[]) => {
      for (const method of methods)
        vi.spyOn(IDBObjectStore.prototype, method).mockImplementation(function (this: IDBObjectStore) {
          return this.add(0, key as string[]);
        });
    };

    it('rejects with the reason of a read that failed, though `work` waits for it (law 11)', async () => {
      const opened = connections();
      const store = createIdbStore(app);
      await put(store, 1);
      failReads('get', 'getKey');
      const failing = store.transact('relaxed', async (tx) => {
        tx.put(['other'], 1);
        await tx.get(key);
      });
      await expect(failing).rejects.toMatchObject({ name: 'ConstraintError' });
      vi.restoreAllMocks();
      expect(await store.transact('read', (tx) => tx.get(['other']))).toBeUndefined();
      expect(opened).toHaveLength(1);
    });

    it('reads a row whose key is there and whose value is lost as `null`, and all others as they are (law 8)', async () => {
      const store = createIdbStore(app);
      await put(store, 1);
      await store.transact('relaxed', async (tx) => tx.put([...key, 'x'], 2));
      const { get: whole } = IDBObjectStore.prototype;
      vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, row) {
        return String(row) === String(key) ? this.add(0, row as string[]) : whole.call(this, row);
      });
      const rows = await store.transact('relaxed', async (tx) => {
        tx.put(['other'], 3);
        return tx.range(key);
      });
      expect(rows).toEqual([
        [key, null],
        [[...key, 'x'], 2],
      ]);
      expect(await store.transact('relaxed', (tx) => tx.get(['other']))).toBe(3);
    });

    it('rejects at the limit of 3 s what another tab keeps waiting, and leaves no trace (law 11)', async () => {
      const store = createIdbStore(app);
      await put(store, 1);
      fakeTimeouts();
      const frozen = await settled(indexedDB.open(name));
      const blocker = frozen.transaction('records', 'readwrite');
      const done = new Promise((resolve) => {
        blocker.oncomplete = resolve;
      });
      let blocking = true;
      const goOn = (): void => {
        if (blocking) blocker.objectStore('records').get(['x']).onsuccess = goOn;
      };
      goOn();
      const ran = vi.fn();
      const rejection = expect(
        store.transact('strict', async (tx) => {
          tx.put(key, 2);
          await tx.get(key);
          ran();
        }),
      ).rejects.toMatchObject({ name: 'TimeoutError' });
      await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
      await vi.advanceTimersByTimeAsync(3000);
      await rejection;
      blocking = false;
      await done;
      frozen.close();
      expect(await get(store)).toBe(1);
      expect(ran).not.toHaveBeenCalled();
    });

    it('rejects at the limit where `work` waits for something else', async () => {
      const store = createIdbStore(app);
      await put(store, 1);
      fakeTimeouts();
      const rejection = expect(store.transact('read', () => new Promise(() => {}))).rejects.toMatchObject({
        name: 'TimeoutError',
      });
      await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
      await vi.advanceTimersByTimeAsync(3000);
      await rejection;
      expect(await get(store)).toBe(1);
    });
  });
}
