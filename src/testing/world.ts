import type { Ports } from '../core/ports.ts';
import { createEventLoop } from './eventLoop.ts';
import { createMemoryChannels } from './memoryChannel.ts';
import { createMemoryLocks, type MemoryLocks } from './memoryLock.ts';
import { createMemoryNetwork, type Handler, type MemoryNetwork } from './memoryNetwork.ts';
import { createMemoryPage, type MemoryPage, type PageMemory } from './memoryPage.ts';
import { createMemoryStore, type MemoryStore } from './memoryStore.ts';
import { createSeededRandom } from './seededRandom.ts';
import { createVirtualClock, type VirtualClock } from './virtualClock.ts';

export interface WorldOptions {
  /** The server. Default: answers 204 to everything. */
  server?: Handler;
  /** Unix time at the beginning, in ms. Default 2030-01-01T00:00:00Z. */
  start?: number;
  /** Of request IDs and jitter. Default 1. */
  seed?: number;
  /** How long a step takes, in ms. Default 0: at once, without the clock. Draw it at random to explore interleavings. */
  latency?: (step: 'store' | 'channel' | 'network') => number;
}

/** One virtual browser with its server: all in memory, all deterministic, no sleeping. */
export interface World {
  readonly clock: VirtualClock;
  readonly disk: MemoryStore;
  readonly locks: MemoryLocks;
  readonly server: MemoryNetwork;
  /** Opens a tab. The name of one that was closed opens its next page load, in the same session. */
  tab(name?: string, options?: TabOptions): Tab;
}

export interface TabOptions {
  /** Of a duplicated tab: what the `page.recall()` of its original says. Default: what a tab of this name has left. */
  session?: string | undefined;
}

export interface Tab {
  /** Names the page load: the name, then `name#2` after a reload. */
  readonly id: string;
  readonly ports: Ports;
  readonly page: MemoryPage;
  /** The tab dies, as by a crash: its JavaScript stops where it is, its locks fall, no answer reaches it any more. */
  close(): void;
  /** Closes it and opens its next page load. */
  reload(): Tab;
  /** Its JavaScript stops; what would happen to it gathers. Its locks stay (WebKit: `world.locks.drop(tab.id)`). */
  suspend(): void;
  /** It goes on: after the page event, if one is given (a machine that slept sends none), what has gathered. */
  resume(event?: 'show' | 'focus'): Promise<void>;
}

export function createWorld({ server, start, seed = 1, latency = () => 0 }: WorldOptions = {}): World {
  const clock = createVirtualClock(start === undefined ? {} : { start });
  const disk = createMemoryStore({ clock, latency: () => latency('store') });
  const locks = createMemoryLocks();
  const network = createMemoryNetwork({
    clock,
    latency: () => latency('network'),
    ...(server && { handler: server }),
  });
  const channels = createMemoryChannels({
    later: (task) => {
      const ms = latency('channel');
      if (ms > 0) clock.after(ms, task);
      else queueMicrotask(task);
    },
  });
  const loads = new Map<string, number>();
  const memories = new Map<string, PageMemory>();
  let count = 0;

  const tab = (name = `tab-${count + 1}`, { session }: TabOptions = {}): Tab => {
    const load = (loads.get(name) ?? 0) + 1;
    loads.set(name, load);
    count++;
    const id = load === 1 ? name : `${name}#${load}`;
    const loop = createEventLoop();
    const memory = session === undefined ? (memories.get(name) ?? {}) : { text: session };
    memories.set(name, memory);
    const page = createMemoryPage({ tab: id, memory, loop });
    const close = (): void => {
      loop.close();
      disk.drop(id);
      locks.drop(id);
    };
    return {
      id,
      page,
      ports: {
        store: disk.storeFor(id, loop),
        lock: locks.lockFor(id, loop),
        channel: channels.channelFor(loop),
        network: network.networkFor(id, loop),
        clock: clock.clockFor(id, loop),
        random: createSeededRandom(seed * 1000 + count),
        page,
      },
      close,
      reload: () => {
        close();
        return tab(name);
      },
      suspend: loop.suspend,
      resume: (event) => loop.resume(event && page[event]),
    };
  };

  return { clock, disk, locks, server: network, tab };
}
