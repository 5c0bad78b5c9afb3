import { describe, expect, it } from 'vitest';
import type { Key } from '../../src/core/ports.ts';
import { createMemoryStore } from '../../src/testing/memoryStore.ts';
import { createVirtualClock } from '../../src/testing/virtualClock.ts';
import { describeStore } from './storeContract.ts';

const key: Key = ['open', 'shop', 'guest', 'pay', ''];

describe('memory store', () => {
  describeStore(() => {
    const disk = createMemoryStore();
    return [disk.storeFor('a'), disk.storeFor('b')];
  });

  describeStore(
    () => {
      const disk = createMemoryStore();
      disk.absent = true;
      return [disk.storeFor('a'), disk.storeFor('b')];
    },
    { shared: false },
  );

  for (const [fault, name] of [
    ['open', 'UnknownError'],
    ['write', 'QuotaExceededError'],
    ['commit', 'UnknownError'],
  ] as const) {
    it(`undoes a transaction that fails at \`${fault}\`, once`, async () => {
      const disk = createMemoryStore();
      const store = disk.storeFor('a');
      disk.failNext(fault);
      const failing = store.transact('strict', async (tx) => tx.put(key, 1));
      await expect(failing).rejects.toMatchObject({ name });
      expect(disk.snapshot()).toEqual([]);
      await store.transact('strict', async (tx) => tx.put(key, 2));
      expect(disk.snapshot()).toEqual([[key, 2]]);
    });
  }

  it('takes back the faults that have not struck, and every hang', async () => {
    const disk = createMemoryStore();
    disk.failNext('open', 3);
    disk.hang();
    const write = disk.storeFor('a').transact('strict', async (tx) => tx.put(key, 1));
    disk.heal();
    await write;
    expect(disk.read(key)).toBe(1);
  });

  it('tells of each complete transaction what it changed, and of none that was undone', async () => {
    const disk = createMemoryStore();
    const store = disk.storeFor('a');
    const heard: unknown[] = [];
    disk.onCommit = (changes, tab) => heard.push([tab, ...changes]);
    const alone: unknown[] = [];
    disk.onPrivateCommit = (changes, tab) => alone.push([tab, ...changes]);
    await store.transact('strict', async (tx) => tx.put(key, 1));
    await store.transact('read', (tx) => tx.get(key));
    disk.failNext('commit');
    await store.transact('strict', async (tx) => tx.put(key, 2)).catch(() => {});
    await store.transact('strict', async (tx) => tx.delete(key));
    expect(heard).toEqual([
      ['a', { key, before: undefined, value: 1 }],
      ['a', { key, before: 1, value: undefined }],
    ]);
    disk.absent = true;
    await disk.storeFor('b').transact('strict', async (tx) => tx.put(key, 3));
    expect(heard).toHaveLength(2);
    expect(alone).toEqual([['b', { key, before: undefined, value: 3 }]]);
  });

  it('fails a read', async () => {
    const disk = createMemoryStore();
    const store = disk.storeFor('a');
    disk.failNext('read');
    await expect(store.transact('read', (tx) => tx.get(key))).rejects.toMatchObject({ name: 'DataError' });
    expect(await store.transact('read', (tx) => tx.get(key))).toBeUndefined();
  });

  it('writes, but tells the page that it failed, at `report`', async () => {
    const disk = createMemoryStore();
    disk.failNext('report');
    await expect(disk.storeFor('a').transact('strict', async (tx) => tx.put(key, 1))).rejects.toThrow();
    expect(disk.read(key)).toBe(1);
  });

  it('rejects at the time limit while it hangs, and runs nothing of it afterwards (law 11)', async () => {
    const clock = createVirtualClock();
    const disk = createMemoryStore({ clock, limit: 3000 });
    const recover = disk.hang();
    const hanging = disk.storeFor('a').transact('strict', async (tx) => tx.put(key, 1));
    const rejection = expect(hanging).rejects.toMatchObject({ name: 'TimeoutError' });
    await clock.advance(2999);
    const waiting = disk.storeFor('b').transact('strict', async (tx) => tx.put(['b'], 2));
    await clock.advance(1);
    await rejection;
    recover();
    await waiting;
    expect(disk.snapshot()).toEqual([[['b'], 2]]);
  });

  it('undoes what a dying tab had not completed, and lets the next tab in', async () => {
    const clock = createVirtualClock();
    const disk = createMemoryStore({ clock, latency: () => 5 });
    const begun: string[] = [];
    disk.storeFor('dying').transact('strict', async (tx) => {
      begun.push('dying');
      tx.put(key, 1);
    });
    disk.storeFor('dying').transact('strict', async () => {
      begun.push('dying again');
    });
    const next = disk.storeFor('next').transact('strict', async (tx) => tx.get(key));
    await clock.advance(6);
    expect(begun).toEqual(['dying']);
    disk.drop('dying');
    await clock.advance(20);
    expect(await next).toBeUndefined();
    expect(begun).toEqual(['dying']);
  });

  it('says `memory` only to a tab that found no storage at first (law 11)', async () => {
    const disk = createMemoryStore();
    const early = disk.storeFor('early');
    await early.transact('read', async () => {});
    disk.absent = true;
    const late = disk.storeFor('late');
    await early.transact('relaxed', async (tx) => tx.put(key, 1));
    await late.transact('relaxed', async (tx) => tx.put(key, 2));
    expect([early.durability(), late.durability()]).toEqual(['disk', 'memory']);
    expect(disk.snapshot()).toEqual([[key, 1]]);
  });

  it('lets a test plant a row, look at it and wipe it all', async () => {
    const disk = createMemoryStore();
    const store = disk.storeFor('a');
    disk.write(key, 'not a record');
    expect(await store.transact('read', (tx) => tx.get(key))).toBe('not a record');
    disk.clear();
    expect(await store.transact('read', (tx) => tx.get(key))).toBeUndefined();
  });

  it('aborts the transaction that runs while the data is wiped', async () => {
    const clock = createVirtualClock();
    const disk = createMemoryStore({ clock, latency: () => 5 });
    const writing = disk.storeFor('a').transact('strict', async (tx) => tx.put(key, 1));
    const rejection = expect(writing).rejects.toMatchObject({ name: 'AbortError' });
    await clock.advance(6);
    disk.clear();
    await rejection;
    expect(disk.snapshot()).toEqual([]);
  });

  it('refuses a request that comes after the end', async () => {
    const disk = createMemoryStore();
    const kept = await disk.storeFor('a').transact('relaxed', async (tx) => tx);
    expect(() => kept.put(key, 1)).toThrow(expect.objectContaining({ name: 'TransactionInactiveError' }));
    await expect(kept.get(key)).rejects.toMatchObject({ name: 'TransactionInactiveError' });
  });
});
