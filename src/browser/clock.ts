import type { Clock } from '../core/ports.ts';

/** What `setTimeout` can count to, in ms; a longer delay would fire at once. */
const MAX = 2 ** 31 - 1;

/** The page's clocks and timers. `origin` names the page load, whose start is the monotonic zero. */
export function createClock(origin: string): Clock {
  return {
    now: () => ({ wall: Date.now(), mono: performance.now(), origin }),
    after: (ms, task) => {
      let timer: ReturnType<typeof setTimeout>;
      const arm = (left: number): void => {
        timer = setTimeout(() => (left > MAX ? arm(left - MAX) : task()), Math.min(left, MAX));
      };
      arm(ms);
      return () => clearTimeout(timer);
    },
  };
}
