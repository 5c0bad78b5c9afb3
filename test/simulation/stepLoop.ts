import type { EventLoop } from '../../src/testing/eventLoop.ts';
import type { VirtualClock } from '../../src/testing/virtualClock.ts';

export interface StepLoop extends EventLoop {
  readonly state: 'running' | 'suspended' | 'closed';
}

/**
 * One tab's chance to run JavaScript, as `src/testing/eventLoop.ts`, driven by the clock alone: what a tab catches up
 * with takes no virtual time, although nobody awaits it. `step` is called before each task.
 */
export function createStepLoop(clock: VirtualClock, step: () => void): StepLoop {
  let state: 'running' | 'suspended' | 'catching up' | 'closed' = 'running';
  let gathered: (() => void)[] = [];
  let inside = false;
  const run = (task: () => void): void => {
    step();
    if (state !== 'closed') task();
  };
  const next = (): void => {
    if (state !== 'catching up') return;
    const task = gathered.shift();
    if (!task) {
      state = 'running';
      return;
    }
    inside = true;
    run(task);
    inside = false;
    clock.after(0, next);
  };
  return {
    get closed() {
      return state === 'closed';
    },
    get state() {
      return state === 'catching up' ? 'running' : state;
    },
    deliver: (task) => {
      if (state === 'running' || inside) run(task);
      else if (state !== 'closed') gathered.push(task);
    },
    suspend: () => {
      if (state !== 'closed') state = 'suspended';
    },
    resume: async (first) => {
      if (state !== 'suspended') return;
      state = 'catching up';
      if (first) gathered.unshift(first);
      next();
    },
    close: () => {
      state = 'closed';
      gathered = [];
    },
  };
}
