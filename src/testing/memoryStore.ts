import type { Key, Store, Transaction } from '../core/ports.ts';
import { copy } from './copy.ts';
import { asked, type EventLoop } from './eventLoop.ts';
import {
  type Draft,
  draftTransaction,
  nameOf,
  planted,
  type Rows,
  type StoreFault,
  sorted,
} from './memoryTransaction.ts';
import { createVirtualClock, type VirtualClock } from './virtualClock.ts';

export interface MemoryStoreOptions {
  /** For the time limit and the latency. Default: a clock of its own, which nobody moves. */
  clock?: VirtualClock;
  /** Before a transaction begins and again before it is complete, in ms of `clock`. Default 0: at once. */
  latency?: () => number;
  /** For one transaction, in ms of `clock`. Default 3,000. */
  limit?: number;
  /** `false` hands rows out, and takes them, as they are: quicker, for an engine that changes none. Default true. */
  copies?: boolean;
}

/** A disk that the tabs of one virtual browser share. Transactions run one at a time. */
export interface MemoryStore {
  storeFor(tab: string, loop?: EventLoop): Store;
  /** The tab is gone: its transactions that are not complete are undone. */
  drop(tab: string): void;
  /** The next `times` (default 1) transactions that come to it fail like this. */
  failNext(fault: StoreFault, times?: number): void;
  /** Takes back every fault of `failNext` that has not struck yet, and every `hang`. */
  heal(): void;
  /** Hears of each transaction that is complete and has changed something on the disk, before its tab does. */
  onCommit: ((changes: readonly Change[], tab: string) => void) | undefined;
  /** The same of what a tab without storage keeps to itself, in memory. */
  onPrivateCommit: ((changes: readonly Change[], tab: string) => void) | undefined;
  /** From now on no transaction begins; each is rejected at its limit. Returns the function that ends it. */
  hang(): () => void;
  /** No storage: a tab whose first transaction finds it so keeps its rows to itself, in memory (law 11). */
  absent: boolean;
  /** What eviction and a person who clears the site's data do. */
  clear(): void;
  /** A row as it lies there, for tests that plant or inspect what no engine wrote. */
  read(key: Key): unknown;
  write(key: Key, value: unknown): void;
  /** Every row, in key order. */
  snapshot(): [Key, unknown][];
}

/** A row that a transaction put, or (`value` is `undefined`) deleted. To be read only. */
export interface Change {
  readonly key: Key;
  readonly before: unknown;
  readonly value: unknown;
}

export function createMemoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const { clock = createVirtualClock(), latency = () => 0, limit = 3000, copies = true } = options;
  const take = copies ? copy : <T>(value: T): T => value;
  const shared: { rows: Rows } = { rows: new Map() };
  const waiting: Job[] = [];
  const faults: StoreFault[] = [];
  let active: Job | undefined;
  const hanging = new Set<symbol>();

  const strikes = (fault: StoreFault): boolean => {
    const at = faults.indexOf(fault);
    return at >= 0 && faults.splice(at, 1).length > 0;
  };
  const later = (task: () => void): void => {
    const ms = latency();
    if (ms > 0) clock.after(ms, task);
    else queueMicrotask(task);
  };
  const proceed = (): void => {
    if (active || hanging.size > 0) return;
    const job = waiting.shift();
    if (!job) return;
    active = job;
    later(job.begin);
  };
  const finish = (job: Job): void => {
    job.over = true;
    job.disarm();
    if (active === job) active = undefined;
    else if (waiting.includes(job)) waiting.splice(waiting.indexOf(job), 1);
    proceed();
  };

  const transact = <T>(
    place: { rows: Rows },
    tab: string,
    loop: EventLoop | undefined,
    mode: 'read' | 'relaxed' | 'strict',
    work: (transaction: Transaction) => Promise<T>,
  ): Promise<T> =>
    asked(loop, (resolve, reject) => {
      const fail = (error: unknown): void => {
        if (job.over) return;
        finish(job);
        reject(error);
      };
      const complete = (draft: Rows, result: T): void => {
        if (job.over) return;
        const undone = strikes('commit');
        if (!undone && mode !== 'read') {
          const before = place.rows;
          place.rows = draft;
          const hear = place === shared ? disk.onCommit : disk.onPrivateCommit;
          if (hear && job.written.size > 0) hear(changes(before, draft, job.written), tab);
        }
        if (undone || strikes('report')) fail(planted('UnknownError'));
        else {
          finish(job);
          resolve(result);
        }
      };
      const run = (): void => {
        try {
          if (strikes('open')) throw planted('UnknownError');
          // Rows are never changed in place: who only reads needs no draft of its own.
          const draft: Rows = mode === 'read' ? place.rows : new Map(place.rows);
          work(draftTransaction(draft, mode, job, strikes, loop, take)).then(
            (result) => later(() => complete(draft, result)),
            fail,
          );
        } catch (error) {
          fail(error);
        }
      };
      const job: Job = {
        tab,
        over: false,
        written: new Map(),
        fail,
        begin: () => {
          if (job.over) return;
          if (loop) loop.deliver(run);
          else run();
        },
        disarm: clock.after(limit, () => fail(new DOMException('The time limit passed', 'TimeoutError'))),
      };
      waiting.push(job);
      proceed();
    });

  const disk: MemoryStore = {
    absent: false,
    onCommit: undefined,
    onPrivateCommit: undefined,
    storeFor: (tab, loop) => {
      let own: { rows: Rows } | undefined;
      let decided = false;
      return {
        durability: () => (own ? 'memory' : 'disk'),
        transact: (mode, work) => {
          if (!decided && disk.absent) own = { rows: new Map() };
          decided = true;
          return transact(own ?? shared, tab, loop, mode, work);
        },
      };
    },
    drop: (tab) => {
      for (const job of [...waiting, active]) if (job?.tab === tab) finish(job);
    },
    failNext: (fault, times = 1) => {
      for (let count = 0; count < times; count++) faults.push(fault);
    },
    heal: () => {
      faults.length = 0;
      hanging.clear();
      proceed();
    },
    hang: () => {
      const one = Symbol();
      hanging.add(one);
      return () => {
        if (hanging.delete(one)) proceed();
      };
    },
    clear: () => {
      shared.rows = new Map();
      active?.fail(new DOMException('The database is gone', 'AbortError'));
    },
    read: (key) => copy(shared.rows.get(nameOf(key))?.[1]),
    write: (key, value) => {
      shared.rows.set(nameOf(key), [[...key], copy(value)]);
    },
    snapshot: () => take(sorted(shared.rows)),
  };
  return disk;
}

interface Job extends Draft {
  tab: string;
  begin: () => void;
  disarm: () => void;
}

const changes = (before: Rows, after: Rows, written: Job['written']): Change[] =>
  [...written].map(([name, key]) => ({ key, before: before.get(name)?.[1], value: after.get(name)?.[1] }));
