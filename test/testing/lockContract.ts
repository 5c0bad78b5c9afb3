import { beforeEach, describe, expect, it } from 'vitest';
import type { Hold, Lock } from '../../src/core/ports.ts';

/** Several tabs' locks in one fresh browser. */
export type OpenLocks = () => [Lock, Lock, Lock];

/** What every `Lock` promises to the engine. */
export function describeLock(open: OpenLocks): void {
  let a: Lock;
  let b: Lock;
  let c: Lock;

  const held = async (taking: Promise<Hold | null>): Promise<Hold> => {
    const hold = await taking;
    if (!hold) throw new Error('The lock was refused');
    return hold;
  };
  /** Asks the manager for something else: what it could have granted before, it has granted by then. */
  const roundTrip = async (): Promise<void> => (await held(a.acquire('another', 'wait'))).release();
  const watch = (taking: Promise<Hold | null>): { settled: boolean } => {
    const watched = { settled: false };
    taking.then(() => {
      watched.settled = true;
    });
    return watched;
  };
  const aborted = (signal: AbortSignal): Promise<void> =>
    new Promise((resolve) => {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve());
    });

  describe('as a lock', () => {
    beforeEach(() => {
      [a, b, c] = open();
    });

    for (const mode of ['try', 'wait', 'steal'] as const) {
      it(`gives a free lock to who asks with \`${mode}\` (law 3)`, async () => {
        const hold = await held(a.acquire('x', mode));
        expect(hold.lost.aborted).toBe(false);
        expect(await b.acquire('x', 'try')).toBeNull();
        hold.release();
      });
    }

    it('is held per name', async () => {
      const x = await held(a.acquire('x', 'try'));
      const y = await held(b.acquire('y', 'try'));
      x.release();
      y.release();
    });

    it('keeps a second tab waiting until the first lets go', async () => {
      const first = await held(a.acquire('x', 'wait'));
      const second = b.acquire('x', 'wait');
      const watched = watch(second);
      await roundTrip();
      expect(watched.settled).toBe(false);
      first.release();
      (await held(second)).release();
      expect(first.lost.aborted).toBe(false);
    });

    it('serves those who wait in the order they came', async () => {
      const first = await held(a.acquire('x', 'wait'));
      const second = b.acquire('x', 'wait');
      const third = c.acquire('x', 'wait');
      const watched = watch(third);
      first.release();
      const hold = await held(second);
      await roundTrip();
      expect(watched.settled).toBe(false);
      hold.release();
      (await held(third)).release();
    });

    it('resolves with `null` when the signal aborts first, and leaves the queue', async () => {
      const first = await held(a.acquire('x', 'wait'));
      const giveUp = new AbortController();
      const second = b.acquire('x', 'wait', giveUp.signal);
      giveUp.abort();
      expect(await second).toBeNull();
      expect(await c.acquire('x', 'wait', giveUp.signal)).toBeNull();
      first.release();
      (await held(c.acquire('x', 'wait'))).release();
    });

    it('keeps a hold whose signal aborts later', async () => {
      const giveUp = new AbortController();
      const hold = await held(a.acquire('x', 'wait', giveUp.signal));
      giveUp.abort();
      await roundTrip();
      expect(hold.lost.aborted).toBe(false);
      expect(await b.acquire('x', 'try')).toBeNull();
      hold.release();
    });

    it('lets a thief in at once, and tells who was robbed', async () => {
      const robbed = await held(a.acquire('x', 'wait'));
      const thief = await held(b.acquire('x', 'steal'));
      await aborted(robbed.lost);
      expect(thief.lost.aborted).toBe(false);
      robbed.release();
      await roundTrip();
      expect(await c.acquire('x', 'try')).toBeNull();
      thief.release();
      (await held(c.acquire('x', 'wait'))).release();
    });

    it('makes those who wait wait for the thief too', async () => {
      const robbed = await held(a.acquire('x', 'wait'));
      const waiting = b.acquire('x', 'wait');
      const watched = watch(waiting);
      const thief = await held(c.acquire('x', 'steal'));
      await aborted(robbed.lost);
      await roundTrip();
      expect(watched.settled).toBe(false);
      thief.release();
      (await held(waiting)).release();
    });

    it('can be released twice', async () => {
      const first = await held(a.acquire('x', 'wait'));
      first.release();
      const second = await held(b.acquire('x', 'wait'));
      first.release();
      await roundTrip();
      expect(await c.acquire('x', 'try')).toBeNull();
      second.release();
    });
  });
}
