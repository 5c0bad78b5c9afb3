import type { Surroundings } from './surroundings.ts';

export interface Lease {
  /** Aborted as soon as it is known to be lost. */
  readonly signal: AbortSignal;
  /** Ends the heartbeat. The lease itself ends with the row's state, or runs out. */
  stop(): void;
}

/** A worker's sign of life, three times in each lease, so that a long handler is not taken for a dead one. */
export function keepLease<Native>(
  { store, after }: Surroundings<Native>,
  requestId: string,
  fence: number,
  ms: number,
): Lease {
  const lost = new AbortController();
  let cancel = () => {};
  let stopped = false;
  const beat = (): void => {
    if (stopped) return;
    cancel = after(ms / 3, () => {
      store
        .write(requestId, fence, { lease: ms })
        // A store that is down for a while takes nothing from anybody; the fence decides in the end.
        .catch(() => true)
        .then((held) => (held ? beat() : lost.abort()));
    });
  };
  beat();
  return {
    signal: lost.signal,
    stop() {
      stopped = true;
      cancel();
    },
  };
}
