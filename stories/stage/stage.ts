import { QueryClient } from '@tanstack/react-query';
import type { Action } from 'safe-action';
import { createEngine, createWorld, type Tab, type World } from 'safe-action/testing';
import { tellTimeBy } from './componentClock.ts';
import { createServer, type StageServer } from './server.ts';
import { actions } from './shop.ts';

/** What lives as long as a page does. */
interface PageLoad {
  readonly tab: Tab;
  readonly client: ReturnType<typeof createEngine>;
  readonly queryClient: QueryClient;
}

/**
 * Where a story happens: the real engine on the ports of `safe-action/testing`, a server that honours the ID, and a
 * clock that stands still until it is told to go on.
 */
export interface Stage {
  readonly world: World;
  readonly server: StageServer;
  /** The same object until a reload. */
  readonly load: () => PageLoad;
  readonly subscribe: (listener: () => void) => () => void;
  /** Lets everything happen that needs no time. */
  settle(): Promise<void>;
  /** Lets `ms` pass, for the engine and for the components. */
  advance(ms: number): Promise<void>;
  /** Lets time pass as it does outside, until the returned function is called. */
  go(): () => void;
  reload(): Promise<void>;
  /** A tap somewhere else in the app. */
  run<Input>(action: Action<Input>, input: Input, subject?: string): Promise<void>;
  /** The rows of open actions on the disk become what `change` says: what no engine wrote. */
  rewriteOpen(change: (row: object) => unknown): void;
  /** Another tab of the same browser, in which a person taps. */
  elsewhere<Input>(action: Action<Input>, input: Input): Promise<void>;
  /** Requests that a tap caused, and their repeats; questions (`check`) are not among them. */
  readonly sends: number;
}

export interface StageOptions {
  /** Before the first page load: what is on the disk, and what is broken. */
  prepare?: (world: World) => void;
  /** Time passes as it does outside. @default false */
  goes?: boolean;
}

/** So short that no timer of a component is jumped over: what a timer starts begins in its own step. */
const STEP = 50;

export function openStage({ prepare }: StageOptions = {}): Stage {
  // At two minutes past two, wherever the reader is.
  const world = createWorld({ start: new Date(2030, 4, 14, 14, 2).getTime() });
  const server = createServer(world.server);
  tellTimeBy(world.clock);
  prepare?.(world);

  const open = (tab: Tab): PageLoad => ({
    tab,
    client: createEngine(tab.ports, 'shop', actions),
    queryClient: new QueryClient(),
  });
  const listeners = new Set<() => void>();
  let load = open(world.tab());

  const stage: Stage = {
    world,
    server,
    load: () => load,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    // Twice: the first lets the engine work, the second lets React show it.
    settle: async () => {
      await world.clock.settle();
      await world.clock.settle();
    },
    advance: async (ms) => {
      for (let left = ms; left > 0; left -= STEP) {
        await world.clock.advance(Math.min(left, STEP));
        await world.clock.settle();
      }
      await stage.settle();
    },
    go: () => {
      let last = performance.now();
      let over = false;
      const tick = async () => {
        const now = performance.now();
        await stage.advance(Math.min(now - last, 1000));
        last = now;
        if (!over) setTimeout(tick, STEP);
      };
      void tick();
      return () => {
        over = true;
      };
    },
    reload: async () => {
      load = open(load.tab.reload());
      for (const listener of listeners) listener();
      await stage.settle();
    },
    run: async (action, input, subject = '') => {
      void load.client.run(action, input, { subject });
      await stage.settle();
    },
    rewriteOpen: (change) => {
      for (const [key, row] of world.disk.snapshot())
        if (key[0] === 'open') world.disk.write(key, change(row as object));
    },
    elsewhere: async (action, input) => {
      const client = createEngine(world.tab().ports, 'shop', actions);
      client.setScope('ann');
      await stage.settle();
      void client.run(action, input);
      await stage.settle();
    },
    get sends() {
      return world.server.calls.filter(({ method }) => method !== 'GET').length;
    },
  };
  return stage;
}
