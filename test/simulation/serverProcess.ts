import type { VirtualClock } from '../../src/testing/virtualClock.ts';

/** A transaction that a process has open. The database ends it where nothing is heard of it for `idle` ms. */
export interface Session {
  idle: number;
  end(): void;
}

/** One process of the server. It may die; or stop, as a machine that is paused does, and go on long after. */
export interface ServerProcess {
  readonly dead: boolean;
  readonly stopped: boolean;
  readonly sessions: Set<Session>;
  die(): void;
  /** No step and no timer of it comes for `ms`: the database, the network and a provider go on. */
  stop(ms: number): void;
  wake(): void;
  /** Ends as soon as the process runs; throws where it is dead. */
  runs(): Promise<void>;
  /** A timer of the process; it fires late where that was stopped, and never where it has died. */
  after(ms: number, task: () => void): () => void;
}

export function createServerProcess(clock: VirtualClock, onWake: () => void): ServerProcess {
  const sessions = new Set<Session>();
  let dead = false;
  let pause: { over: Promise<void>; end: () => void } | undefined;
  const runs = async (): Promise<void> => {
    while (pause) await pause.over;
    if (dead) throw new Error('The process is dead');
  };
  const wake = (): void => {
    if (!pause) return;
    const { end } = pause;
    pause = undefined;
    onWake();
    end();
  };
  return {
    get dead() {
      return dead;
    },
    get stopped() {
      return pause !== undefined;
    },
    sessions,
    die: () => {
      dead = true;
      wake();
    },
    stop: (ms) => {
      if (dead || pause) return;
      let end = () => {};
      const over = new Promise<void>((resolve) => {
        end = resolve;
      });
      pause = { over, end };
      for (const session of sessions) clock.after(session.idle, () => pause?.over === over && session.end());
      clock.after(ms, () => pause?.over === over && wake());
    },
    wake,
    runs,
    after: (ms, task) => {
      let cancelled = false;
      const run = (): void => {
        if (!cancelled && !dead) task();
      };
      const cancel = clock.after(ms, () => (pause ? void pause.over.then(run) : run()));
      return () => {
        cancelled = true;
        cancel();
      };
    },
  };
}
