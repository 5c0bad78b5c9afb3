import type { Hold, Lock } from './ports.ts';

/** This tab's claim on the lock of one request ID: held, or queued for. */
export interface Grip {
  readonly requestId: string;
  /** Resolves with `true` once it is held, with `false` where it never will be. */
  held(): Promise<boolean>;
  /** Takes it from whoever holds it now. */
  steal(): Promise<boolean>;
  /** It is held. */
  has(): boolean;
  /** It was waited for in vain: the platform has no locks. */
  none(): boolean;
  /** It was held, and another tab or the platform took it away. */
  lost(): boolean;
  /** Keeps it for a call that is under way, whatever is released meanwhile. Returns the function that ends that. */
  use(): () => void;
  /** Lets go, once no call uses it any more. */
  release(): void;
}

/** Queues for the lock (`wait`), or takes it only if it is free (`try`). */
export function createGrip(lock: Lock, requestId: string, mode: 'try' | 'wait'): Grip {
  const queue = new AbortController();
  let hold: Hold | null = null;
  let released = false;
  let uses = 0;
  let vain = false;
  const take = async (how: 'try' | 'wait' | 'steal'): Promise<boolean> => {
    const got = await lock.acquire(requestId, how, queue.signal);
    if (got && (released || hold)) got.release();
    else if (got) hold = got;
    vain = how === 'wait' && !got;
    return !!hold && !released;
  };
  let held = take(mode);
  let robbed = (_: Promise<boolean>) => {};
  const stolen = new Promise<boolean>((resolve) => {
    robbed = resolve;
  });
  return {
    requestId,
    held: () => Promise.race([held, stolen]),
    steal() {
      if (!hold || hold.lost.aborted) {
        hold = null;
        held = take('steal');
        // Whoever waits for it has it now.
        robbed(held);
      }
      return held;
    },
    has: () => !!hold && !hold.lost.aborted && !released,
    none: () => vain && !released,
    lost: () => !!hold?.lost.aborted,
    use() {
      uses++;
      return () => {
        uses--;
        if (released && !uses) hold?.release();
      };
    },
    release() {
      released = true;
      queue.abort();
      if (!uses) hold?.release();
    },
  };
}
