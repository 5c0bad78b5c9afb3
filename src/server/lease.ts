import type { Surroundings } from './surroundings.ts';

export interface Lease {
  /** Aborted as soon as it is known to be lost, or when `maxRun` is over: from then on it runs out. */
  readonly signal: AbortSignal;
  /** Ends the heartbeat. The lease itself ends with the row's state, or runs out. */
  stop(): void;
}

/**
 * A worker's sign of life, three times in each lease, so that a long handler is not taken for a dead one. Not for ever:
 * one that hangs would keep its ID from everybody (law 6).
 */
export function keepLease<Native>(
  { store, after }: Surroundings<Native>,
  requestId: string,
  fence: number,
  { lease, maxRun }: { lease: number; maxRun: number },
): Lease {
  const lost = new AbortController();
  let cancel = () => {};
  let stopped = false;
  const beat = (left: number): void => {
    if (stopped) return;
    if (left <= 0) {
      lost.abort();
      return;
    }
    const ms = Math.min(lease / 3, left);
    cancel = after(ms, () => {
      store
        .write(requestId, fence, { lease })
        // A store that is down for a while takes nothing from anybody; the fence decides in the end.
        .catch(() => true)
        .then((held) => (held ? beat(left - ms) : lost.abort()));
    });
  };
  beat(maxRun);
  return {
    signal: lost.signal,
    stop() {
      stopped = true;
      cancel();
    },
  };
}
