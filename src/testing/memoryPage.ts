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

/** As `sessionStorage`, of one tab. */
export interface PageMemory {
  text?: string | undefined;
}

export interface MemoryPageOptions {
  tab: string;
  /** What the page loads of one tab share. */
  memory?: PageMemory;
  loop?: EventLoop;
}

export function createMemoryPage({ tab, memory = {}, loop }: MemoryPageOptions): MemoryPage {
  const listeners = new Set<(event: 'show' | 'focus') => void>();
  let leaving = false;
  let warns = false;
  const tell = (event: 'show' | 'focus'): void => {
    for (const listener of listeners) listener(event);
  };
  const deliver = (task: () => void): void => (loop ? loop.deliver(task) : task());
  return {
    tab,
    recall: () => memory.text,
    remember: (text) => {
      memory.text = text;
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
