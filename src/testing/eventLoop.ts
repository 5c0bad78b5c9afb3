import { turn } from './turn.ts';

/** One tab's chance to run JavaScript. Whatever the world has to tell a tab goes through here. */
export interface EventLoop {
  readonly closed: boolean;
  /** Runs `task` now, after `resume` while suspended, and never once closed. */
  deliver(task: () => void): void;
  suspend(): void;
  /** Runs what has gathered, each with the promises it settles, in the order of arrival; `first` before all. */
  resume(first?: () => void): Promise<void>;
  close(): void;
}

export function createEventLoop(): EventLoop {
  let state: 'running' | 'suspended' | 'closed' = 'running';
  let gathered: (() => void)[] = [];
  let inside = false;
  return {
    get closed() {
      return state === 'closed';
    },
    deliver: (task) => {
      if (state === 'running' || inside) task();
      else if (state === 'suspended') gathered.push(task);
    },
    suspend: () => {
      if (state === 'running') state = 'suspended';
    },
    resume: async (first) => {
      if (state !== 'suspended') return;
      if (first) gathered.unshift(first);
      // Still suspended while it catches up, so that what arrives meanwhile keeps its place in the line.
      while (gathered.length > 0) {
        inside = true;
        gathered.shift()?.();
        inside = false;
        await turn();
      }
      if (state === 'suspended') state = 'running';
    },
    close: () => {
      state = 'closed';
      gathered = [];
    },
  };
}

/** What a tab's call into the world comes to: nothing while it is suspended, and never anything once it is closed. */
export function through<T>(loop: EventLoop | undefined, call: () => Promise<T>): Promise<T> {
  if (!loop) return call();
  return new Promise((resolve, reject) => {
    if (loop.closed) return;
    call().then(
      (value) => loop.deliver(() => resolve(value)),
      (error) => loop.deliver(() => reject(error)),
    );
  });
}

const settled = Promise.resolve();

/** The same, of a call that settles it itself, at once or later. */
export function asked<T>(
  loop: EventLoop | undefined,
  call: (resolve: (value: T) => void, reject: (error: unknown) => void) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    if (!loop) return call(resolve, reject);
    if (loop.closed) return;
    // A microtask: in Node this costs a fraction of `queueMicrotask`.
    const tell = (news: () => void): void => void settled.then(() => loop.deliver(news));
    call(
      (value) => tell(() => resolve(value)),
      (error) => tell(() => reject(error)),
    );
  });
}
