import type { Key, Store, Transaction } from '../core/ports.ts';
import { type EventLoop, through } from './eventLoop.ts';
import { createVirtualClock, type VirtualClock } from './virtualClock.ts';

/**
 * - `open`: the transaction never begins.
 * - `read`: its next `get` or `range` fails.
 * - `write`: the disk is full at its next `put`.
 * - `commit`: everything went well, and then it is undone.
 * - `report`: it is complete, but the page is told that it failed.
 */
export type StoreFault = 'open' | 'read' | 'write' | 'commit' | 'report';

export interface MemoryStoreOptions {
  /** For the time limit and the latency. Default: a clock of its own, which nobody moves. */
  clock?: VirtualClock;
  /** Before a transaction begins and again before it is complete, in ms of `clock`. Default 0: at once. */
  latency?: () => number;
  /** For one transaction, in ms of `clock`. Default 3,000. */
  limit?: number;
}

/** A disk that the tabs of one virtual browser share. Transactions run one at a time. */
export interface MemoryStore {
  storeFor(tab: string, loop?: EventLoop): Store;
  /** The tab is gone: its transactions that are not complete are undone. */
  drop(tab: string): void;
  /** The next `times` (default 1) transactions that come to it fail like this. */
  failNext(fault: StoreFault, times?: number): void;
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

type Rows = Map<string, [Key, unknown]>;

export function createMemoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  const { clock = createVirtualClock(), latency = () => 0, limit = 3000 } = options;
  const shared: { rows: Rows } = { rows: new Map() };
  const waiting: Job[] = [];
  const faults: StoreFault[] = [];
  let active: Job | undefined;
  let hanging = 0;

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
    if (active || hanging) return;
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
    through(
      loop,
      () =>
        new Promise<T>((resolve, reject) => {
          const fail = (error: unknown): void => {
            if (job.over) return;
            finish(job);
            reject(error);
          };
          const complete = (draft: Rows, result: T): void => {
            if (job.over) return;
            const undone = strikes('commit');
            if (!undone && mode !== 'read') place.rows = draft;
            if (undone || strikes('report')) fail(planted('UnknownError'));
            else {
              finish(job);
              resolve(result);
            }
          };
          const run = async (): Promise<void> => {
            try {
              if (strikes('open')) throw planted('UnknownError');
              const draft: Rows = new Map(place.rows);
              const result = await work(view(draft, mode, job, strikes, loop));
              later(() => complete(draft, result));
            } catch (error) {
              fail(error);
            }
          };
          const job: Job = {
            tab,
            over: false,
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
        }),
    );

  const disk: MemoryStore = {
    absent: false,
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
    hang: () => {
      let over = false;
      hanging++;
      return () => {
        if (over) return;
        over = true;
        hanging--;
        proceed();
      };
    },
    clear: () => {
      shared.rows = new Map();
      active?.fail(new DOMException('The database is gone', 'AbortError'));
    },
    read: (key) => structuredClone(shared.rows.get(JSON.stringify(key))?.[1]),
    write: (key, value) => {
      shared.rows.set(JSON.stringify(key), structuredClone([key, value]));
    },
    snapshot: () => structuredClone(sorted(shared.rows)),
  };
  return disk;
}

interface Job {
  tab: string;
  over: boolean;
  begin: () => void;
  fail: (error: unknown) => void;
  disarm: () => void;
}

function view(
  draft: Rows,
  mode: 'read' | 'relaxed' | 'strict',
  job: Job,
  strikes: (fault: StoreFault) => boolean,
  loop: EventLoop | undefined,
): Transaction {
  const check = (writes: boolean): void => {
    if (job.over) throw new DOMException('The transaction is over', 'TransactionInactiveError');
    if (writes && mode === 'read') throw new DOMException('The transaction is read-only', 'ReadOnlyError');
  };
  const answer = <T>(read: () => T): Promise<T> => {
    return through(loop, async () => {
      check(false);
      if (!strikes('read')) return structuredClone(read());
      const error = planted('DataError');
      job.fail(error);
      throw error;
    });
  };
  const put = (key: Key, value: unknown): void => {
    check(true);
    draft.set(JSON.stringify(key), structuredClone([key, value]));
    if (strikes('write')) queueMicrotask(() => job.fail(planted('QuotaExceededError')));
  };
  return {
    get: (key) => answer(() => draft.get(JSON.stringify(key))?.[1]),
    put,
    add: (key, value) => {
      check(true);
      // As on the platform, the page hears of it later: what follows in the same task is asked for in vain.
      if (draft.has(JSON.stringify(key)))
        queueMicrotask(() => job.fail(new DOMException('The key is taken', 'ConstraintError')));
      else put(key, value);
    },
    delete: (key) => {
      check(true);
      draft.delete(JSON.stringify(key));
    },
    range: (prefix, { after, limit } = {}) =>
      answer(() =>
        sorted(draft)
          .filter(([key]) => prefix.every((part, at) => part === key[at]))
          .filter(([key]) => !after || compare(key, after) > 0)
          .slice(0, limit),
      ),
  };
}

const planted = (name: string): DOMException => new DOMException('A planted fault', name);

const sorted = (rows: Rows): [Key, unknown][] => [...rows.values()].sort(([a], [b]) => compare(a, b));

/** IndexedDB's order of arrays of strings: part by part, by code unit, a prefix first. */
function compare(a: Key, b: Key): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at < 0 ? a.length - b.length : (a[at] as string) < (b[at] ?? '') ? -1 : 1;
}
