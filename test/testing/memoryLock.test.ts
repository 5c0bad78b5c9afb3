import { describe, expect, it } from 'vitest';
import { createEventLoop } from '../../src/testing/eventLoop.ts';
import { createMemoryLocks } from '../../src/testing/memoryLock.ts';
import { describeLock } from './lockContract.ts';

describe('memory lock', () => {
  describeLock(() => {
    const locks = createMemoryLocks();
    return [locks.lockFor('a'), locks.lockFor('b'), locks.lockFor('c')];
  });

  it('goes to the next when the tab that holds it dies (law 3)', async () => {
    const locks = createMemoryLocks();
    const loop = createEventLoop();
    const hold = await locks.lockFor('dying', loop).acquire('x', 'wait');
    const next = locks.lockFor('next').acquire('x', 'wait');
    loop.close();
    locks.drop('dying');
    expect(await next).not.toBeNull();
    expect(locks.holder('x')).toBe('next');
    expect(hold?.lost.aborted).toBe(false);
  });

  it('tells a tab that comes back from the back/forward cache what it lost, and queues it again', async () => {
    const locks = createMemoryLocks();
    const loop = createEventLoop();
    const cached = locks.lockFor('cached', loop);
    const hold = await cached.acquire('x', 'wait');
    const other = await locks.lockFor('other').acquire('y', 'wait');
    const waiting = cached.acquire('y', 'wait');
    loop.suspend();
    locks.drop('cached');
    other?.release();
    expect([locks.holder('x'), locks.holder('y')]).toEqual([undefined, undefined]);
    await Promise.resolve();
    expect(hold?.lost.aborted).toBe(false);
    await loop.resume();
    expect(hold?.lost.aborted).toBe(true);
    expect(await waiting).not.toBeNull();
    expect(locks.holder('y')).toBe('cached');
  });
});
