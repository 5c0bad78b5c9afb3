import type { Channel, Message } from '../core/ports.ts';
import type { EventLoop } from './eventLoop.ts';

/** What the tabs of one virtual browser tell each other. */
export interface MemoryChannels {
  /** The end of one more tab. */
  channelFor(loop?: EventLoop): Channel;
}

export interface MemoryChannelsOptions {
  /**
   * Called with each delivery, in the order they were posted; runs it at once or later. Default: `queueMicrotask`. What
   * one tab tells another never crosses, however late it comes.
   */
  later?: (task: () => void) => void;
}

export function createMemoryChannels({ later = queueMicrotask }: MemoryChannelsOptions = {}): MemoryChannels {
  const ends = new Set<{ hear: (message: Message) => void }>();
  return {
    channelFor: (loop) => {
      const listeners = new Set<(message: Message) => void>();
      const tell = (message: Message): void => {
        for (const listener of listeners) listener(message);
      };
      const end = {
        hear: (message: Message): void => (loop ? loop.deliver(() => tell(message)) : tell(message)),
      };
      ends.add(end);
      const underway = new Map<typeof end, Message[]>();
      return {
        post: (message) => {
          if (loop?.closed) return;
          const copy = structuredClone(message);
          for (const other of ends) {
            if (other === end) continue;
            const queue = underway.get(other) ?? [];
            underway.set(other, queue);
            queue.push(copy);
            later(() => {
              const first = queue.shift();
              if (first) other.hear(first);
            });
          }
        },
        listen: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      };
    },
  };
}
