import type { Clock } from '../core/ports.ts';
import type { EventLoop } from './eventLoop.ts';
import { turn } from './turn.ts';

export interface VirtualClockOptions {
  /** Unix time at the beginning, in ms. Default 2030-01-01T00:00:00Z. */
  start?: number;
}

export interface VirtualClock {
  /** Unix time, in ms. */
  now(): number;
  /**
   * The clock of one page load, whose monotonic time begins now. `origin` names it. `rate`: how fast that time and its
   * timers run, default 1; the wall clock is the machine's.
   */
  clockFor(origin: string, loop?: EventLoop, rate?: number): Clock;
  /** Runs `task` after `ms`, whatever the tabs do; returns the function that cancels it. */
  after(ms: number, task: () => void): () => void;
  /** Moves time on by `ms`: runs what falls due in order, and all that follows from it before the next. */
  advance(ms: number): Promise<void>;
  /** Runs all that needs no time to pass. */
  settle(): Promise<void>;
  /** Sets the wall clock forward, or back, by `ms`; timers and monotonic time do not notice. */
  jump(ms: number): void;
}

/** More timers than this without time moving on is a loop, and no action may loop (law 6). */
const LOOP = 10_000;

/** Time that passes only when told to; nothing ever sleeps. */
export function createVirtualClock({ start = Date.UTC(2030, 0, 1) }: VirtualClockOptions = {}): VirtualClock {
  const timers = new Set<{ due: number; task: () => void }>();
  let elapsed = 0;
  let offset = start;

  const after = (ms: number, task: () => void): (() => void) => {
    const timer = { due: elapsed + Math.max(0, ms || 0), task };
    timers.add(timer);
    return () => timers.delete(timer);
  };

  const next = (end: number) => {
    let first: { due: number; task: () => void } | undefined;
    for (const timer of timers) if (timer.due <= end && (!first || timer.due < first.due)) first = timer;
    return first;
  };

  const advance = async (ms: number): Promise<void> => {
    const end = elapsed + ms;
    await turn();
    let still = 0;
    for (let timer = next(end); timer; timer = next(end)) {
      timers.delete(timer);
      still = timer.due > elapsed ? 0 : still + 1;
      if (still > LOOP) throw new Error(`A timer starts itself again without end: ${timer.task}`);
      elapsed = Math.max(elapsed, timer.due);
      timer.task();
      await turn();
    }
    elapsed = Math.max(elapsed, end);
  };

  return {
    now: () => offset + elapsed,
    clockFor: (origin, loop, rate = 1) => {
      const born = elapsed;
      return {
        now: () => ({ wall: offset + elapsed, mono: (elapsed - born) * rate, origin }),
        after: (ms, task) => {
          let cancelled = false;
          const run = (): void => {
            if (!cancelled) task();
          };
          const cancel = after(ms / rate, () => (loop ? loop.deliver(run) : run()));
          return () => {
            cancelled = true;
            cancel();
          };
        },
      };
    },
    after,
    advance,
    settle: () => advance(0),
    jump: (ms) => {
      offset += ms;
    },
  };
}
