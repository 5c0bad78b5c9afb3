import { beforeEach, describe, expect, it } from 'vitest';
import type { Key, Store, Transaction } from '../../src/core/ports.ts';

/** Two tabs' stores on one fresh disk. */
export type OpenStores = () => Promise<[Store, Store]> | [Store, Store];

export interface StoreTraits {
  /** Where all tabs share it. Default true. */
  shared?: boolean;
  /** Where the platform enforces it. Default true. */
  readOnly?: boolean;
}

const slot: Key = ['open', 'shop', 'guest', 'checkout.pay', 'cart-1'];

/** What every `Store` promises to the engine. */
export function describeStore(open: OpenStores, { shared = true, readOnly = true }: StoreTraits = {}): void {
  let store: Store;
  let other: Store;

  const read = (key: Key, from = store): Promise<unknown> => from.transact('read', (tx) => tx.get(key));
  const write = (key: Key, value: unknown): Promise<void> =>
    store.transact('relaxed', async (tx) => tx.put(key, value));
  const keysIn = (prefix: Key, limit?: number): Promise<Key[]> =>
    store.transact('read', (tx) => tx.keys(prefix, limit));

  describe('as a store', () => {
    beforeEach(async () => {
      [store, other] = await open();
    });

    it('reads back what it wrote, and `undefined` where nothing lies', async () => {
      await write(slot, { id: 'a', at: new Date(0) });
      expect(await read(slot)).toEqual({ id: 'a', at: new Date(0) });
      expect(await read([...slot, 'more'])).toBeUndefined();
    });

    it.runIf(shared)('shows another tab what a resolved `transact` wrote (law 2)', async () => {
      await store.transact('strict', async (tx) => tx.put(slot, 1));
      expect(await read(slot, other)).toBe(1);
    });

    it('resolves with what `work` returned', async () => {
      expect(await store.transact('read', async () => 7)).toBe(7);
      expect(await store.transact('strict', async () => 8)).toBe(8);
    });

    it('sees its own writes before they are complete', async () => {
      const seen = await store.transact('relaxed', async (tx) => {
        tx.put(slot, 1);
        const first = await tx.get(slot);
        tx.delete(slot);
        return [first, await tx.get(slot)];
      });
      expect(seen).toEqual([1, undefined]);
    });

    it('deletes', async () => {
      await write(slot, 1);
      await store.transact('relaxed', async (tx) => tx.delete(slot));
      expect(await read(slot)).toBeUndefined();
    });

    it('answers several reads at once', async () => {
      await write(['a', '1'], 1);
      await write(['a', '2'], 2);
      const values = await store.transact('read', (tx) =>
        Promise.all([tx.get(['a', '1']), tx.get(['a', '2']), tx.range(['a'])]),
      );
      expect(values).toEqual([
        1,
        2,
        [
          [['a', '1'], 1],
          [['a', '2'], 2],
        ],
      ]);
    });

    it('keeps copies: what the caller does to a value afterwards changes nothing (law 5)', async () => {
      const input = { amount: 20 };
      await write(slot, input);
      input.amount = 9000;
      const seen = (await read(slot)) as typeof input;
      expect(seen).toEqual({ amount: 20 });
      seen.amount = 1;
      expect(await read(slot)).toEqual({ amount: 20 });
    });

    for (const [how, fail] of [
      ['rejects', async () => Promise.reject(new Error('no'))],
      [
        'rejects after a read',
        async (tx: Transaction) => tx.get(slot).then(() => Promise.reject(new Error('no'))),
      ],
      [
        'throws',
        () => {
          throw new Error('no');
        },
      ],
    ] as [string, (tx: Transaction) => Promise<never>][]) {
      it(`undoes every write when \`work\` ${how}, and goes on`, async () => {
        await write(slot, 'before');
        const failing = store.transact('strict', (tx) => {
          tx.put(slot, 'after');
          tx.put(['other'], 1);
          return fail(tx);
        });
        await expect(failing).rejects.toThrow('no');
        expect(await read(slot)).toBe('before');
        expect(await read(['other'])).toBeUndefined();
      });
    }

    it('rejects a value that cannot be stored, and undoes the writes beside it', async () => {
      const failing = store.transact('relaxed', async (tx) => {
        tx.put(['other'], 1);
        tx.put(slot, { callback: () => {} });
      });
      await expect(failing).rejects.toMatchObject({ name: 'DataCloneError' });
      expect(await read(['other'])).toBeUndefined();
    });

    it.runIf(readOnly)('does not write in a `read`', async () => {
      const failing = store.transact('read', async (tx) => tx.put(slot, 1));
      await expect(failing).rejects.toMatchObject({ name: 'ReadOnlyError' });
      expect(await read(slot)).toBeUndefined();
    });

    it('lets one of two tabs that tap together win the slot (law 1)', async () => {
      const mint = (tab: Store, id: string): Promise<unknown> =>
        tab.transact('strict', async (tx) => {
          const known = await tx.get(slot);
          if (known) return known;
          tx.put(slot, id);
          return id;
        });
      const second = shared ? other : store;
      const ids = await Promise.all([
        mint(store, 'a'),
        mint(second, 'b'),
        mint(store, 'c'),
        mint(second, 'd'),
      ]);
      expect(new Set(ids).size).toBe(1);
    });

    it('adds where nothing lies, and undoes everything beside it where something does (law 1)', async () => {
      const add = (tab: Store, id: string): Promise<void> =>
        tab.transact('strict', async (tx) => {
          tx.put(['other'], id);
          tx.add(slot, id);
        });
      await add(store, 'a');
      await expect(add(shared ? other : store, 'b')).rejects.toMatchObject({ name: 'ConstraintError' });
      expect(await read(slot)).toBe('a');
      expect(await read(['other'])).toBe('a');
      await store.transact('relaxed', async (tx) => tx.delete(slot));
      await add(store, 'c');
      expect(await read(slot)).toBe('c');
    });

    it('lets one of two tabs that add together win (law 1)', async () => {
      const add = (tab: Store, id: string): Promise<void> =>
        tab.transact('strict', async (tx) => tx.add(slot, id));
      const second = shared ? other : store;
      const ends = await Promise.allSettled([add(store, 'a'), add(second, 'b'), add(store, 'c')]);
      expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    });

    it('loses no step of a counter that everybody raises at once', async () => {
      const raise = (tab: Store): Promise<void> =>
        tab.transact('relaxed', async (tx) => tx.put(['count'], Number((await tx.get(['count'])) ?? 0) + 1));
      await Promise.all(Array.from({ length: 20 }, (_, turn) => raise(shared && turn % 2 ? other : store)));
      expect(await read(['count'])).toBe(20);
    });

    it('lists the rows of a prefix in key order, and no neighbours', async () => {
      const inside: Key[] = [
        ['open', 'shop', 'guest', 'Pay', ''],
        ['open', 'shop', 'guest', 'pay', ''],
        ['open', 'shop', 'guest', 'pay', '\u{10ffff}'],
        ['open', 'shop', 'guest', 'é', 'x'],
        ['open', 'shop', 'guest', '\uffff', ''],
      ];
      const outside: Key[] = [
        ['open'],
        ['open', 'shop'],
        ['open', 'shop', 'gues'],
        ['open', 'shop', 'guest2', 'a'],
        ['opens', 'shop', 'guest'],
      ];
      for (const key of [...outside, ...inside].reverse()) await write(key, key.join('/'));
      const rows = await store.transact('read', (tx) => tx.range(['open', 'shop', 'guest']));
      expect(rows).toEqual(inside.map((key) => [key, key.join('/')]));
      expect(await keysIn(['open', 'shop', 'guest'])).toEqual(inside);
    });

    it('lists everything under the empty prefix, and nothing where there is nothing', async () => {
      await write(['a', 'x'], 1);
      await write(['b', 'x'], 2);
      expect(await keysIn([])).toEqual([
        ['a', 'x'],
        ['b', 'x'],
      ]);
      expect(await keysIn(['c'])).toEqual([]);
    });

    it('lists the first keys alone', async () => {
      for (const id of ['1', '2', '3']) await write(['settled', id], id);
      await write(['unsettled', '0'], 0);
      expect(await keysIn(['settled'], 2)).toEqual([
        ['settled', '1'],
        ['settled', '2'],
      ]);
      expect(await keysIn(['settled'], 9)).toHaveLength(3);
    });
  });
}
