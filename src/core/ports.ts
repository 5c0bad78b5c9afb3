import type { Instant } from './age.ts';

/**
 * The world as the engine sees it. The browser's ports live in `src/browser`, the virtual ones in `src/testing`;
 * the engine knows no other door, so the simulator runs the real engine in a virtual world.
 */
export interface Ports {
  store: Store;
  lock: Lock;
  channel: Channel;
  network: Network;
  clock: Clock;
  page: Page;
  random: Random;
}

/** An array of strings; keys sort part by part, so a prefix is a range. */
export type Key = readonly string[];

/** Where records live. Every promise settles within the store's own time limit: a hanging database is a rejection. */
export interface Store {
  /** `disk` survives the browser; `memory` only where no storage exists at all (law 11). Known after the first `transact`. */
  durability(): 'disk' | 'memory';
  /**
   * Runs `work` in one transaction and resolves when that transaction is *complete* (law 2), not when its requests are.
   * Rejects, and undoes every write, when `work` throws, a request fails, or the time limit passes.
   * `read` opens a read-only transaction; `strict` asks the platform to flush to the disk, `relaxed` does not.
   * Inside `work` only the transaction's own promises may be awaited.
   */
  transact<T>(
    mode: 'read' | 'relaxed' | 'strict',
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T>;
}

export interface Transaction {
  /** `undefined` where nothing lies, `null` where the platform has lost what lay there: it holds its key (law 8). */
  get(key: Key): Promise<unknown>;
  put(key: Key, value: unknown): void;
  /** Put if absent: where the key is taken, the whole transaction is undone and rejects with a `ConstraintError`. */
  add(key: Key, value: unknown): void;
  delete(key: Key): void;
  /** Every key that starts with `prefix`, in order: at most `limit`. */
  keys(prefix: Key, limit?: number): Promise<Key[]>;
  /** Every row whose key starts with `prefix`, in key order. */
  range(prefix: Key): Promise<[Key, unknown][]>;
}

/** Mutual exclusion between the tabs of one browser; a tab that dies lets go. */
export interface Lock {
  /**
   * `try` takes it only if it is free, `wait` queues until it is (or `signal` aborts), `steal` takes it from its
   * holder at once. Resolves with the hold, or with `null`: not free, aborted, or a platform without locks (where
   * only `steal` succeeds, and the fence alone decides).
   */
  acquire(name: string, mode: 'try' | 'wait' | 'steal', signal?: AbortSignal): Promise<Hold | null>;
}

export interface Hold {
  release(): void;
  /** Aborted when another tab stole the lock or the platform dropped it. Not aborted by `release`. */
  readonly lost: AbortSignal;
}

/** What tabs tell each other: a hint to read again, never a truth (the record is the truth). */
export type Message =
  | { type: 'changed'; scope: string; name: string; subject: string }
  | { type: 'scope'; scope: string };

export interface Channel {
  post(message: Message): void;
  /** Messages of the *other* tabs. Returns the unsubscribe function. */
  listen(listener: (message: Message) => void): () => void;
}

export interface Network {
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>;
  online(): boolean;
  /** Calls `listener` whenever `online()` may have changed. */
  listen(listener: () => void): () => void;
}

export interface Clock {
  now(): Instant;
  /** Runs `task` after `ms`; returns the function that cancels it. */
  after(ms: number, task: () => void): () => void;
}

export interface Page {
  /** Names this page load; the `owner` of what it sends. */
  readonly tab: string;
  /** What a page load of this tab has asked it to remember last; gone with the tab (design §4). */
  recall(): string | undefined;
  remember(text: string): void;
  /** True from the moment the page starts to go away until it is shown again: errors prove nothing then (law 7). */
  leaving(): boolean;
  /** `show`: back from the back/forward cache or thawed. `focus`: the person looks at this tab again. */
  listen(listener: (event: 'show' | 'focus') => void): () => void;
  /** Asks before the page is left, while `on`: only for an action that is open and not on disk (law 11). */
  warnBeforeLeaving(on: boolean): void;
}

export interface Random {
  /** Evenly in [0, 1); for the jitter. */
  number(): number;
  /** 20 characters of [0-9a-zA-Z]; for request IDs. */
  token(): string;
}
