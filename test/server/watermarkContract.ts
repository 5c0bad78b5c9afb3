import type { ServerStore } from 'safe-action/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** What every store must do for the watermarks of webhooks. `concurrent`: it can have two transactions at a time. */
export function watermarkContract(
  name: string,
  open: () => Promise<{ store: ServerStore; close(): Promise<void> }>,
  { concurrent }: { concurrent: boolean },
): void {
  describe(name, () => {
    let store: ServerStore;
    let close = async () => {};
    beforeAll(async () => {
      ({ store, close } = await open());
    }, 60_000);
    afterAll(() => close());

    let made = 0;
    const newObject = (): string => {
      made += 1;
      return JSON.stringify(['provider', `'; drop table x; -- \\ \u{1f600} ${made}`]);
    };
    const raise = (object: string, at: number, keys: number | null = 60_000) =>
      store.transact((tx) => tx.raise(object, at, keys));

    it('says what an object’s watermark was, and raises it, never lowers it', async () => {
      const [object, other] = [newObject(), newObject()];
      expect(await raise(object, 1_700_000_000_000.5)).toBeNull();
      expect(await raise(object, 1_700_000_000_002)).toBe(1_700_000_000_000.5);
      expect(await raise(object, 1_600_000_000_000)).toBe(1_700_000_000_002);
      expect(await raise(object, 1_700_000_000_002)).toBe(1_700_000_000_002);
      expect(await raise(other, 1)).toBeNull();
    });

    it('sees its own raise within the transaction', async () => {
      const object = newObject();
      const seen = await store.transact(async (tx) => [
        await tx.raise(object, 1, 60_000),
        await tx.raise(object, 2, 60_000),
      ]);
      expect(seen).toEqual([null, 1]);
    });

    it('rolls a raise back with its transaction', async () => {
      const object = newObject();
      await raise(object, 1);
      const failed = store.transact(async (tx) => {
        await tx.raise(object, 5, 60_000);
        throw new Error('the handler’s own');
      });
      await expect(failed).rejects.toThrow('the handler’s own');
      expect(await raise(object, 3)).toBe(1);
    });

    it('purges in batches what is past its time, and keeps the rest', async () => {
      const old = Array.from({ length: 3 }, newObject);
      const [kept, forEver, renewed] = [newObject(), newObject(), newObject()];
      for (const object of old) await raise(object, 1, -1);
      await raise(kept, 1);
      await raise(forEver, 1, null);
      await raise(renewed, 1, 60_000);
      await raise(renewed, 0, -1);
      expect((await store.purge(2)).watermarks).toBe(2);
      expect((await store.purge(100)).watermarks).toBe(1);
      for (const object of old) expect(await raise(object, 2)).toBeNull();
      for (const object of [kept, forEver, renewed]) expect(await raise(object, 2)).toBe(1);
    });

    it.runIf(concurrent)('lets a second transaction wait for the first one’s end', async () => {
      const object = newObject();
      let letGo = () => {};
      let holds = () => {};
      const held = new Promise<void>((resolve) => {
        holds = resolve;
      });
      const first = store.transact(async (tx) => {
        await tx.raise(object, 5, 60_000);
        holds();
        await new Promise<void>((resolve) => {
          letGo = resolve;
        });
      });
      await held;
      const order: string[] = [];
      const second = raise(object, 3).then((before) => {
        order.push('second');
        return before;
      });
      // Time for the second one to come through, if it did not wait.
      await raise(newObject(), 1);
      await store.trace('nothing');
      order.push('first');
      letGo();
      await first;
      expect(await second).toBe(5);
      expect(order).toEqual(['first', 'second']);
    });
  });
}
