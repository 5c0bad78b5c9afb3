import { afterEach, describe, expect, it, vi } from 'vitest';
import { unlessAbsent } from '../../src/browser/absentStorage.ts';
import type { Key, Store } from '../../src/core/ports.ts';
import { createMemoryStore } from '../../src/testing/memoryStore.ts';

const key: Key = ['open', 'shop', 'guest', 'pay', ''];
const named = (name: string): DOMException => new DOMException('', name);
const failing = (error: unknown): Store => ({
  durability: () => 'disk',
  transact: () => Promise.reject(error),
});
const refuse = (): never => {
  throw named('SecurityError');
};
const readAndWrite = async (store: Store): Promise<unknown> => {
  await store.transact('strict', async (tx) => tx.put(key, 1));
  return store.transact('read', (tx) => tx.get(key));
};

/** A page with an `indexedDB`, and the `localStorage` given. */
const page = (localStorage: Pick<Storage, 'getItem'> = { getItem: () => null }): void => {
  vi.stubGlobal('indexedDB', {});
  vi.stubGlobal('localStorage', localStorage);
};

describe('absent storage', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('uses the disk where there is one', async () => {
    page();
    const disk = createMemoryStore();
    const store = unlessAbsent(disk.storeFor('a'));
    expect(await readAndWrite(store)).toBe(1);
    expect(store.durability()).toBe('disk');
    expect(disk.read(key)).toBe(1);
  });

  for (const missing of [undefined, null]) {
    it(`uses memory where \`indexedDB\` is ${missing} (law 11)`, async () => {
      vi.stubGlobal('indexedDB', missing);
      const store = unlessAbsent(failing(new TypeError()));
      expect(await readAndWrite(store)).toBe(1);
      expect(store.durability()).toBe('memory');
    });
  }

  it('uses memory where opening is refused, as in a sandboxed frame', async () => {
    page();
    const store = unlessAbsent(failing(named('SecurityError')));
    expect(await readAndWrite(store)).toBe(1);
    expect(store.durability()).toBe('memory');
  });

  it('uses memory where touching `indexedDB` is refused', async () => {
    const before = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB');
    Object.defineProperty(globalThis, 'indexedDB', { get: refuse, configurable: true });
    try {
      const store = unlessAbsent(failing(named('SecurityError')));
      expect(await readAndWrite(store)).toBe(1);
    } finally {
      Reflect.deleteProperty(globalThis, 'indexedDB');
      if (before) Object.defineProperty(globalThis, 'indexedDB', before);
    }
  });

  it('uses memory where Chrome blocks cookies: an UnknownError, and localStorage refuses too', async () => {
    page({ getItem: refuse });
    const store = unlessAbsent(failing(named('UnknownError')));
    expect(await readAndWrite(store)).toBe(1);
    expect(store.durability()).toBe('memory');
  });

  for (const name of [
    'UnknownError',
    'TimeoutError',
    'QuotaExceededError',
    'InvalidStateError',
    'AbortError',
  ]) {
    it(`does not take a store that fails with ${name} for an absent one (law 11)`, async () => {
      page();
      const store = unlessAbsent(failing(named(name)));
      await expect(readAndWrite(store)).rejects.toMatchObject({ name });
      await expect(readAndWrite(store)).rejects.toMatchObject({ name });
      expect(store.durability()).toBe('disk');
    });
  }

  it('does not take a store that hangs for an absent one, whatever localStorage says (law 11)', async () => {
    page({ getItem: refuse });
    const store = unlessAbsent(failing(named('TimeoutError')));
    await expect(readAndWrite(store)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('does not take a broken disk for an absent one where localStorage is merely missing', async () => {
    page();
    vi.stubGlobal('localStorage', null);
    await expect(readAndWrite(unlessAbsent(failing(named('UnknownError'))))).rejects.toMatchObject({
      name: 'UnknownError',
    });
  });

  it('does not give up a disk that worked, whatever it says later: an open action may lie there (law 4)', async () => {
    page();
    const disk = createMemoryStore().storeFor('a');
    const store = unlessAbsent(disk);
    await readAndWrite(store);
    vi.spyOn(disk, 'transact').mockRejectedValueOnce(named('SecurityError'));
    await expect(store.transact('read', (tx) => tx.get(key))).rejects.toMatchObject({
      name: 'SecurityError',
    });
    expect(await store.transact('read', (tx) => tx.get(key))).toBe(1);
  });

  it('decides once: all calls that found it absent share one memory', async () => {
    page();
    const store = unlessAbsent(failing(named('SecurityError')));
    await Promise.all([
      store.transact('relaxed', async (tx) => tx.put(['a'], 1)),
      store.transact('relaxed', async (tx) => tx.put(['b'], 2)),
    ]);
    expect(await store.transact('read', (tx) => tx.range([]))).toHaveLength(2);
  });
});
