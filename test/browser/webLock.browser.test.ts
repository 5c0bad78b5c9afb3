import { afterEach, describe, expect, it, vi } from 'vitest';
import { createWebLock } from '../../src/browser/webLock.ts';
import { createGrip } from '../../src/core/grip.ts';
import { describeLock } from '../testing/lockContract.ts';

let count = 0;
const show = (persisted: boolean): void => {
  dispatchEvent(new PageTransitionEvent('pageshow', { persisted }));
};

describe('web lock', () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  describeLock(() => {
    const app = `shop-${count++}`;
    return [createWebLock(app), createWebLock(app), createWebLock(app)];
  });

  it('is of one app', async () => {
    const [here, there] = [createWebLock(`shop-${count++}`), createWebLock(`shop-${count++}`)];
    const hold = await here.acquire('x', 'try');
    expect(await there.acquire('x', 'try')).not.toBeNull();
    hold?.release();
  });

  it('passes to this tab when the tab that holds it dies (law 3)', async () => {
    const app = `shop-${count++}`;
    const frame = document.body.appendChild(document.createElement('iframe'));
    const name = `safe-action:${app}:x`;
    const there = frame.contentWindow?.navigator.locks;
    await new Promise<void>((granted) => {
      there?.request(name, () => {
        granted();
        return new Promise(() => {});
      });
    });
    const lock = createWebLock(app);
    expect(await lock.acquire('x', 'try')).toBeNull();
    const waiting = lock.acquire('x', 'wait');
    frame.remove();
    (await waiting)?.release();
    expect(await waiting).not.toBeNull();
  });

  for (const [what, locks] of [
    ['has no locks', undefined],
    ['refuses them', { request: () => Promise.reject(new DOMException('', 'SecurityError')) }],
  ] as const) {
    it(`gives \`null\`, and the lock only to a thief, where the platform ${what} (law 3)`, async () => {
      vi.spyOn(navigator, 'locks', 'get').mockReturnValue(locks as unknown as LockManager);
      const lock = createWebLock('shop');
      expect(await lock.acquire('x', 'wait')).toBeNull();
      expect(await lock.acquire('x', 'try')).toBeNull();
      const hold = await lock.acquire('x', 'steal');
      expect(hold?.lost.aborted).toBe(false);
      hold?.release();
    });
  }

  it('counts as lost after the back/forward cache, where WebKit drops it without a word (law 3)', async () => {
    const lock = createWebLock(`shop-${count++}`);
    const [held, released] = [await lock.acquire('x', 'wait'), await lock.acquire('y', 'wait')];
    released?.release();
    show(false);
    expect(held?.lost.aborted).toBe(false);
    show(true);
    expect(held?.lost.aborted).toBe(true);
    expect(released?.lost.aborted).toBe(false);
    (await lock.acquire('x', 'wait'))?.release();
  });

  it('asks again after the back/forward cache for what it waited for', async () => {
    const lock = createWebLock(`shop-${count++}`);
    const dropped = vi.spyOn(navigator.locks, 'request').mockReturnValueOnce(new Promise(() => {}));
    const waiting = lock.acquire('x', 'wait');
    show(true);
    const hold = await waiting;
    expect(hold).not.toBeNull();
    expect(dropped).toHaveBeenCalledTimes(2);
    hold?.release();
  });

  it('holds once what was asked for twice', async () => {
    const lock = createWebLock(`shop-${count++}`);
    const first = await lock.acquire('x', 'wait');
    const waiting = lock.acquire('x', 'wait');
    const third = lock.acquire('x', 'wait');
    // The first is lost by this, and what waits is asked for again though the platform still knows it.
    show(true);
    expect(first?.lost.aborted).toBe(true);
    const second = await waiting;
    second?.release();
    (await third)?.release();
    (await lock.acquire('x', 'wait'))?.release();
  });

  it('keeps what was asked for twice through the call that uses it, though it is asked for no more (law 3)', async () => {
    const app = `shop-${count++}`;
    const [here, there] = [createWebLock(app), createWebLock(app)];
    const first = await there.acquire('x', 'wait');
    const grip = createGrip(here, 'x', 'wait');
    // Still waiting when the page comes back: asked for again, though the platform still knows the first one.
    const letGo = first?.release;
    await new Promise((resolve) => setTimeout(resolve, 50));
    show(true);
    letGo?.();
    expect(await grip.held()).toBe(true);
    const end = grip.use();
    grip.release();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await there.acquire('x', 'try')).toBeNull();
    end();
    (await there.acquire('x', 'wait'))?.release();
  });

  it('keeps what was asked for twice at once, of which one is refused', async () => {
    const app = `shop-${count++}`;
    const trying = createWebLock(app).acquire('x', 'try');
    show(true);
    const hold = await trying;
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(hold?.lost.aborted).toBe(false);
    expect(await createWebLock(app).acquire('x', 'try')).toBeNull();
    hold?.release();
  });

  it('leaves no listener behind', async () => {
    const added = vi.spyOn(window, 'addEventListener');
    const removed = vi.spyOn(window, 'removeEventListener');
    const lock = createWebLock(`shop-${count++}`);
    const hold = await lock.acquire('x', 'wait');
    expect(await lock.acquire('x', 'try')).toBeNull();
    expect(await lock.acquire('x', 'wait', AbortSignal.abort())).toBeNull();
    const abort = new AbortController();
    const waiting = lock.acquire('x', 'wait', abort.signal);
    abort.abort();
    await waiting;
    hold?.release();
    const listeners = (spy: typeof added | typeof removed) =>
      new Set(spy.mock.calls.filter(([type]) => type === 'pageshow').map(([, listener]) => listener));
    expect(listeners(added).size).toBe(3);
    expect(listeners(removed)).toEqual(listeners(added));
  });
});
