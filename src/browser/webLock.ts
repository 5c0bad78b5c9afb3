import type { Lock } from '../core/ports.ts';

/**
 * Web Locks named `safe-action:<app>:<name>`. Where the platform has none (plain http) or refuses them (a sandboxed
 * frame, blocked cookies) only `steal` succeeds, at once: then the fence alone decides (law 3).
 */
export function createWebLock(app: string): Lock {
  return {
    acquire: (name, mode, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve(null);
        const lost = new AbortController();
        let letGo: (() => void) | undefined;
        const release = (): void => {
          removeEventListener('pageshow', onShow);
          letGo?.();
          resolve(null);
        };
        const lose = (): void => {
          release();
          lost.abort();
        };
        const grant = (lock: unknown): Promise<void> | void => {
          // Asked for twice, and held already.
          if (letGo) return;
          if (!lock) return release();
          resolve({ release, lost: lost.signal });
          return new Promise((end) => {
            letGo = end;
          });
        };
        const ask = async (): Promise<void> => {
          let own = false;
          // The platform takes a signal only to wait.
          const options = { try: { ifAvailable: true }, wait: { signal }, steal: { steal: true } }[mode];
          try {
            await navigator.locks.request(`safe-action:${app}:${name}`, options as LockOptions, (lock) => {
              own = !letGo;
              return grant(lock);
            });
          } catch {
            // Stolen; or locks are missing or refused; or the wait was aborted, perhaps of the second of two.
            if (own) lose();
            else if (letGo) return;
            else if (mode === 'steal') grant(true);
            else release();
          }
        };
        // WebKit drops held and awaited locks of a page in the back/forward cache, and does not say so.
        const onShow = (event: PageTransitionEvent): void => {
          if (event.persisted) letGo ? lose() : ask();
        };
        addEventListener('pageshow', onShow);
        ask();
      }),
  };
}
