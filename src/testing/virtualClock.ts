import type { Clock } from '../core/ports.ts';
import type { EventLoop } from './eventLoop.ts';
import { walk as byTurns, type Walk } from './turn.ts';

export interface VirtualClockOptions {
  /** Unix time at the beginning, in ms. Default 2030-01-01T00:00:00Z. */
  start?: number;
  /** How it comes from one timer to the next. Default: by turns of the real event loop, so that bodies can be read. */
  walk?: Walk;
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

interface Timer {
  due: number;
  /** `undefined` once it is cancelled. */
  task: (() => void) | undefined;
}

/** Time that passes only when told to; nothing ever sleeps. */
export function createVirtualClock(options: VirtualClockOptions = {}): VirtualClock {
  const { start = Date.UTC(2030, 0, 1), walk = byTurns } = options;
  /** The next one last; of those that are due together the first that was asked for. */
  const timers: Timer[] = [];
  let elapsed = 0;
  let offset = start;

  const after = (ms: number, task: () => void): (() => void) => {
    const due = elapsed + Math.max(0, ms || 0);
    // What is too short to be seen on a clock of a day moves it all the same: whoever waits for it waits no more.
    const timer: Timer = { due: ms > 0 && due === elapsed ? elapsed * (1 + Number.EPSILON) : due, task };
    let low = 0;
    for (let high = timers.length; low < high; ) {
      const middle = (low + high) >> 1;
      if ((timers[middle] as Timer).due > timer.due) low = middle + 1;
      else high = middle;
    }
    timers.splice(low, 0, timer);
    return () => {
      timer.task = undefined;
    };
  };

  /** The next timer that is due until `end` and not cancelled. */
  const next = (end: number): Timer | undefined => {
    for (let timer = timers.at(-1); timer && timer.due <= end; timer = timers.at(-1)) {
      timers.pop();
      if (timer.task) return timer;
    }
    return undefined;
  };

  const advance = (ms: number): Promise<void> => {
    const end = elapsed + ms;
    let still = 0;
    return walk(() => {
      const timer = next(end);
      if (!timer) {
        elapsed = Math.max(elapsed, end);
        return false;
      }
      still = timer.due > elapsed ? 0 : still + 1;
      if (still > LOOP) throw new Error(`A timer starts itself again without end: ${timer.task}`);
      elapsed = Math.max(elapsed, timer.due);
      timer.task?.();
      return true;
    });
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
