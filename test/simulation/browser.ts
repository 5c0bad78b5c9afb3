import type { Key, Ports } from '../../src/core/ports.ts';
import { createMemoryChannels } from '../../src/testing/memoryChannel.ts';
import { createMemoryLocks, type MemoryLocks } from '../../src/testing/memoryLock.ts';
import { createMemoryPage, type MemoryPage, type PageMemory } from '../../src/testing/memoryPage.ts';
import { createMemoryStore, type MemoryStore } from '../../src/testing/memoryStore.ts';
import { createSeededRandom } from '../../src/testing/seededRandom.ts';
import type { VirtualClock } from '../../src/testing/virtualClock.ts';
import type { SignedIn } from './laws/law.ts';
import { createStepLoop } from './stepLoop.ts';
import { watchReading } from './watchReading.ts';
import type { Wire } from './wire.ts';

/** What may befall a tab between any two of its steps. */
export type Blow = 'crash' | 'suspend' | 'cache';

export interface Tab {
  /** The page load. */
  readonly id: string;
  readonly name: string;
  readonly ports: Ports;
  readonly page: MemoryPage;
  readonly state: 'running' | 'suspended' | 'closed';
  /** Steps so far: calls into the world, and answers from it. Between two of them a tab cannot be told from stopped. */
  readonly steps: number;
  /** True ms. */
  readonly opened: number;
  /** Since when it runs without a pause, true ms. */
  readonly runningSince: number;
  close(): void;
  suspend(): void;
  /** It goes into the back/forward cache, without its locks and without an answer to what is in flight. */
  cache(): void;
  resume(event?: 'show' | 'focus'): void;
  /** Strikes just before its step number `step`, counted from the beginning. */
  strike(step: number, blow: Blow): void;
}

export interface Browser {
  readonly disk: MemoryStore;
  readonly locks: MemoryLocks;
  open(name: string): Tab;
}

export interface BrowserOptions {
  seed: number;
  clock: VirtualClock;
  wire: Wire;
  /** True ms since the world began. */
  elapsed: () => number;
  cookies: () => string | null;
  /** How fast the monotonic clock of a tab runs. */
  rate: (tab: string) => number;
  /** ms that a step of the store, or a message between tabs, takes. */
  pace: (of: 'store' | 'channel') => number;
  /** It reads a row, or all whose keys begin like this. */
  onRead: (tab: Tab, key: Key) => void;
  /** It has taken along to `to` what it had begun for a guest. */
  onSignedIn: (one: Omit<SignedIn, 'without'>) => void;
  /** It has looked for what it had begun for a guest. @param began true ms */
  onTakenAlong: (tab: Tab, began: number) => void;
  /** It has begun a guest's session. @param here the scope of whoever is here by then */
  onGuest: (tab: Tab, here: string | undefined) => void;
  /** It hears whose cookies the browser has. */
  onHeard: (tab: Tab, scope: string) => void;
  /** A planned blow has struck. */
  onBlow: (tab: Tab, blow: Blow) => void;
}

/** One virtual browser, made of the parts of `safe-action/testing`, every step of whose tabs can be stopped at. */
export function createBrowser(options: BrowserOptions): Browser {
  const {
    seed,
    clock,
    wire,
    elapsed,
    cookies,
    rate,
    pace,
    onRead,
    onSignedIn,
    onTakenAlong,
    onGuest,
    onHeard,
    onBlow,
  } = options;
  const disk = createMemoryStore({ clock, latency: () => pace('store'), copies: false });
  const locks = createMemoryLocks();
  const channels = createMemoryChannels({ later: (task) => void clock.after(pace('channel'), task) });
  const loads = new Map<string, number>();
  const memories = new Map<string, PageMemory>();
  let count = 0;

  const open = (name: string): Tab => {
    const load = (loads.get(name) ?? 0) + 1;
    loads.set(name, load);
    count++;
    const id = load === 1 ? name : `${name}#${load}`;
    let steps = 0;
    let runningSince = elapsed();
    let planned: { step: number; blow: Blow } | undefined;

    const step = (): void => {
      steps++;
      if (planned?.step !== steps) return;
      const { blow } = planned;
      planned = undefined;
      if (loop.state !== 'running') return;
      if (blow === 'crash') tab.close();
      else if (blow === 'suspend') tab.suspend();
      // A page is told that it goes, and so in no other task.
      else clock.after(0, tab.cache);
      onBlow(tab, blow);
    };
    const read = (key: Key): void => onRead(tab, key);
    const moves = (
      whole: Promise<unknown>,
      began: number,
      guests: string | undefined,
      to: () => string | undefined,
    ): void => {
      const before = disk.snapshot();
      const since = runningSince;
      const { sessions = [] }: { sessions?: readonly string[] } = JSON.parse(guests ?? '{}');
      const complete = (): void => {
        onTakenAlong(tab, began);
        const scope = to();
        // While a tab slept others may have gone on.
        if (scope !== undefined && runningSince === since)
          onSignedIn({ tab, sessions, to: scope, before, after: disk.snapshot() });
      };
      whole.then(complete, () => {});
    };
    const loop = createStepLoop(clock, step);
    const memory = memories.get(name) ?? {};
    memories.set(name, memory);
    const page = createMemoryPage({ tab: id, memory, loop });
    const { remember } = page;
    page.remember = (text) => {
      const { session, here }: { session?: string; here?: string } = JSON.parse(text);
      if (session && !JSON.parse(page.recall() ?? '{}').session) onGuest(tab, here);
      remember(text);
    };
    const store = disk.storeFor(id, loop);
    const lock = locks.lockFor(id, loop);
    const channel = channels.channelFor(loop);
    const network = wire.networkFor(id, loop, cookies);
    const tab: Tab = {
      id,
      name,
      opened: elapsed(),
      page,
      ports: {
        store: {
          durability: store.durability,
          transact: (mode, work) => {
            step();
            const began = elapsed();
            const guests = page.recall();
            const whole: ReturnType<typeof work> = store.transact(mode, (tx) =>
              work(watchReading(tx, read, (to) => moves(whole, began, guests, to))),
            );
            return whole;
          },
        },
        lock: {
          acquire: (...request) => {
            step();
            return lock.acquire(...request);
          },
        },
        channel: {
          listen: (listener) =>
            channel.listen((message) => {
              if (message.type === 'scope') onHeard(tab, message.scope);
              listener(message);
            }),
          post: (message) => {
            step();
            channel.post(message);
          },
        },
        network: {
          ...network,
          fetch: (...request) => {
            step();
            return network.fetch(...request);
          },
        },
        clock: clock.clockFor(id, loop, rate(name)),
        random: createSeededRandom(seed * 1000 + count),
        page,
      },
      get state() {
        return loop.state;
      },
      get steps() {
        return steps;
      },
      get runningSince() {
        return runningSince;
      },
      close: () => {
        loop.close();
        disk.drop(id);
        locks.drop(id);
      },
      suspend: loop.suspend,
      cache: () => {
        if (loop.state !== 'running') return;
        page.leave();
        wire.unload(id);
        loop.suspend();
        locks.drop(id);
      },
      resume: (event) => {
        if (loop.state !== 'suspended') return;
        runningSince = elapsed();
        void loop.resume(event && page[event]);
      },
      strike: (at, blow) => {
        planned = { step: at, blow };
      },
    };
    return tab;
  };

  return { disk, locks, open };
}
