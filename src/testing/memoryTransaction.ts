import type { Key, Transaction } from '../core/ports.ts';
import { copy } from './copy.ts';
import { asked, type EventLoop } from './eventLoop.ts';

/**
 * - `open`: the transaction never begins.
 * - `read`: its next `get`, `keys` or `range` fails.
 * - `write`: the disk is full at its next `put`.
 * - `commit`: everything went well, and then it is undone.
 * - `report`: it is complete, but the page is told that it failed.
 */
export type StoreFault = 'open' | 'read' | 'write' | 'commit' | 'report';

/** By the names of their keys. */
export type Rows = Map<string, [Key, unknown]>;

/** Spells a key so that no two are spelled alike, four times as fast as JSON does. */
export function nameOf(key: Key): string {
  let name = '';
  for (const part of key) name += `${part.length} ${part}`;
  return name;
}

/** A transaction under way. */
export interface Draft {
  over: boolean;
  /** The keys it has put or deleted. */
  written: Map<string, Key>;
  fail: (error: unknown) => void;
}

/** What `work` may do inside one transaction on the rows `draft`. */
export function draftTransaction(
  draft: Rows,
  mode: 'read' | 'relaxed' | 'strict',
  job: Draft,
  strikes: (fault: StoreFault) => boolean,
  loop: EventLoop | undefined,
  take: <T>(value: T) => T = copy,
): Transaction {
  const check = (writes: boolean): void => {
    if (job.over) throw new DOMException('The transaction is over', 'TransactionInactiveError');
    if (writes && mode === 'read') throw new DOMException('The transaction is read-only', 'ReadOnlyError');
  };
  const answer = <T>(read: () => T): Promise<T> =>
    asked(loop, (resolve, reject) => {
      try {
        check(false);
        if (!strikes('read')) return resolve(take(read()));
        const error = planted('DataError');
        job.fail(error);
        reject(error);
      } catch (error) {
        reject(error);
      }
    });
  const put = (key: Key, value: unknown): void => {
    check(true);
    const name = nameOf(key);
    draft.set(name, [[...key], take(value)]);
    job.written.set(name, key);
    if (strikes('write')) queueMicrotask(() => job.fail(planted('QuotaExceededError')));
  };
  const rows = (prefix: Key, limit?: number): [Key, unknown][] =>
    sorted(draft, ([key]) => prefix.every((part, at) => part === key[at])).slice(0, limit);
  return {
    get: (key) => answer(() => draft.get(nameOf(key))?.[1]),
    put,
    add: (key, value) => {
      check(true);
      // As on the platform, the page hears of it later: what follows in the same task is asked for in vain.
      if (draft.has(nameOf(key)))
        queueMicrotask(() => job.fail(new DOMException('The key is taken', 'ConstraintError')));
      else put(key, value);
    },
    delete: (key) => {
      check(true);
      const name = nameOf(key);
      if (draft.delete(name)) job.written.set(name, key);
    },
    keys: (prefix, limit) => answer(() => rows(prefix, limit).map(([key]) => key)),
    range: (prefix) => answer(() => rows(prefix)),
  };
}

/** The error of a fault that a test has planted. */
export const planted = (name: string): DOMException => new DOMException('A planted fault', name);

/** Those that `which` takes, in IndexedDB's order. */
export const sorted = (rows: Rows, which: (row: [Key, unknown]) => boolean = () => true): [Key, unknown][] =>
  [...rows.values()].filter(which).sort(([a], [b]) => compare(a, b));

/** IndexedDB's order of arrays of strings: part by part, by code unit, a prefix first. */
function compare(a: Key, b: Key): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at < 0 ? a.length - b.length : (a[at] as string) < (b[at] ?? '') ? -1 : 1;
}
