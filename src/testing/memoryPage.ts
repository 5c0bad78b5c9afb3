import type { Page } from '../core/ports.ts';
import type { EventLoop } from './eventLoop.ts';

export interface MemoryPage extends Page {
  /** Back from the back/forward cache, or thawed. */
  show(): void;
  /** The person looks at this tab again. */
  focus(): void;
  /** The page starts to go away; until `show`, errors prove nothing (law 7). */
  leave(): void;
  /** Whether leaving would be asked about now. */
  readonly warns: boolean;
}

export interface MemoryPageOptions {
  tab: string;
  /** Default: the tab's name. */
  session?: string;
  loop?: EventLoop;
}

export function createMemoryPage({ tab, session: first = tab, loop }: MemoryPageOptions): MemoryPage {
  let session = first;
  let sessions = 1;
  const listeners = new Set<(event: 'show' | 'focus') => void>();
  let leaving = false;
  let warns = false;
  const tell = (event: 'show' | 'focus'): void => {
    for (const listener of listeners) listener(event);
  };
  const deliver = (task: () => void): void => (loop ? loop.deliver(task) : task());
  return {
    tab,
    get session() {
      return session;
    },
    renew: () => {
      session = `${tab}/${++sessions}`;
    },
    leaving: () => leaving,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    warnBeforeLeaving: (on) => {
      warns = on;
    },
    get warns() {
      return warns;
    },
    show: () =>
      deliver(() => {
        leaving = false;
        tell('show');
      }),
    focus: () => deliver(() => tell('focus')),
    leave: () => {
      leaving = true;
    },
  };
}
