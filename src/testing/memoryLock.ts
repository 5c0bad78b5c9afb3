import type { Hold, Lock } from '../core/ports.ts';
import type { EventLoop } from './eventLoop.ts';

/** The lock manager that the tabs of one virtual browser share. */
export interface MemoryLocks {
  lockFor(tab: string, loop?: EventLoop): Lock;
  /** The tab that holds the lock `name`. */
  holder(name: string): string | undefined;
  /**
   * Takes the tab's locks away: it is gone, or it went into WebKit's back/forward cache. There it learns of it when it
   * resumes: `lost` aborts, and what it waited for is asked for again.
   */
  drop(tab: string): void;
}

interface Request {
  name: string;
  tab: string;
  /** Runs in the tab. */
  deliver: (task: () => void) => void;
  granted: () => void;
  lost: AbortController;
}

export function createMemoryLocks(): MemoryLocks {
  const holders = new Map<string, Request>();
  let waiting: Request[] = [];

  const proceed = (): void => {
    for (const request of [...waiting]) if (!holders.has(request.name)) grant(request);
  };
  const grant = (request: Request): void => {
    waiting = waiting.filter((other) => other !== request);
    holders.set(request.name, request);
    request.deliver(request.granted);
  };
  const release = (request: Request): void => {
    if (holders.get(request.name) === request) holders.delete(request.name);
    proceed();
  };
  const lose = (request: Request): void => {
    // Later, as news from another process: not inside the thief's call.
    queueMicrotask(() => request.deliver(() => request.lost.abort()));
    release(request);
  };

  const acquire = (
    name: string,
    mode: 'try' | 'wait' | 'steal',
    signal: AbortSignal | undefined,
    tab: string,
    loop: EventLoop | undefined,
  ): Promise<Hold | null> =>
    new Promise((resolve) => {
      if (loop?.closed) return;
      if (signal?.aborted) return resolve(null);
      if (mode === 'try' && holders.has(name)) return resolve(null);
      const deliver = (task: () => void): void => (loop ? loop.deliver(task) : task());
      const request: Request = {
        name,
        tab,
        deliver,
        lost: new AbortController(),
        granted: () => resolve({ release: () => release(request), lost: request.lost.signal }),
      };
      const robbed = mode === 'steal' ? holders.get(name) : undefined;
      if (robbed) {
        holders.set(name, request);
        lose(robbed);
      }
      if (mode !== 'wait') return grant(request);
      signal?.addEventListener('abort', () => {
        waiting = waiting.filter((other) => other !== request);
        resolve(null);
      });
      waiting.push(request);
      proceed();
    });

  return {
    holder: (name) => holders.get(name)?.tab,
    lockFor: (tab, loop) => ({
      acquire: (name, mode, signal) => acquire(name, mode, signal, tab, loop),
    }),
    drop: (tab) => {
      const gone = waiting.filter((request) => request.tab === tab);
      waiting = waiting.filter((request) => request.tab !== tab);
      for (const request of [...holders.values()]) if (request.tab === tab) lose(request);
      for (const request of gone) {
        request.deliver(() => {
          waiting.push(request);
          proceed();
        });
      }
    },
  };
}
