import { claimedRow } from '../server/claimedRow.ts';
import type { LogEntry, LoggedEntry } from '../server/logEntry.ts';
import { isUnresolved, type Row } from '../server/row.ts';
import type { Change, Claim, Claimed, Expected, ServerStore, ServerTransaction } from '../server/store.ts';
import { copy } from './copy.ts';
import { purgeMemory } from './memoryPurge.ts';
import { type Kept, type Mark, type MemoryTables, memoryTables } from './memoryTables.ts';

/** The business data beside the request IDs, written in the same transaction. What goes in and out is copied. */
export interface MemoryData {
  get(key: string): unknown;
  put(key: string, value: unknown): void;
  /** Everything whose key begins so, by key. */
  list(prefix: string): [key: string, value: unknown][];
}

export interface MemoryServerStoreOptions {
  /** The database's clock, Unix ms. Default `Date.now`. */
  now?: () => number;
  /** Awaited before each step of a transaction, its commit too. What it throws fails the transaction there. */
  step?: (name: 'begin' | 'claim' | 'find' | 'write' | 'raise' | 'log' | 'commit') => void | Promise<void>;
  /** Goes on with these, and keeps in them what it commits. Default: new ones. */
  tables?: MemoryTables;
  /** Hears of each commit in its own task, before anybody else does. */
  onCommit?: () => void;
}

/** A database in memory, for tests and simulations: transactions, locks and rollbacks as the real one has them. */
export interface MemoryServerStore extends ServerStore<MemoryData> {
  /** What is committed. */
  readonly data: ReadonlyMap<string, unknown>;
  /** The committed row of an ID, for tests. */
  row(requestId: string): Row | undefined;
}

export function createMemoryServerStore({
  now = Date.now,
  step = () => {},
  tables = memoryTables(),
  onCommit = () => {},
}: MemoryServerStoreOptions = {}): MemoryServerStore {
  const { rows, marks, data, story } = tables;
  const lineAt = (entry: LogEntry, began: number): number => (entry.kind === 'arrived' ? began : now());
  /** Who holds a name until its transaction ends, and when that is. */
  const locks = new Map<string, { owner: object; ended: Promise<void> }>();

  const begin = () => {
    const owner = {};
    const writes = new Map<string, Kept>();
    const raised = new Map<string, Mark>();
    const businessWrites = new Map<string, unknown>();
    const lines: LoggedEntry[] = [];
    const began = now();
    const held: string[] = [];
    let isOver = false;
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const seen = (id: string): Kept | undefined => writes.get(id) ?? rows.get(id);
    const isFree = (name: string): boolean => (locks.get(name)?.owner ?? owner) === owner;
    const lock = (name: string): void => {
      if (locks.has(name)) return;
      locks.set(name, { owner, ended });
      held.push(name);
    };
    /** A write waits for another transaction's, as a row lock does. */
    const locked = async (name: string): Promise<void> => {
      while (!isFree(name)) await locks.get(name)?.ended;
      if (isOver) throw new Error('This transaction has ended');
      lock(name);
    };
    const rivalOf = ({ requestId, uniqueKey }: Claim): Row | null =>
      uniqueKey === null
        ? null
        : ([...new Map([...rows, ...writes]).values()].find(
            ({ row }) => row.uniqueKey === uniqueKey && row.requestId !== requestId,
          )?.row ?? null);

    const tx: ServerTransaction<MemoryData> = {
      native: {
        get: (key) => copy(businessWrites.has(key) ? businessWrites.get(key) : data.get(key)),
        put: (key, value) => {
          businessWrites.set(key, copy(value));
        },
        list: (prefix) =>
          [...new Map([...data, ...businessWrites])]
            .filter(([key]) => key.startsWith(prefix))
            .sort(([one], [other]) => (one < other ? -1 : 1))
            .map(([key, value]) => [key, copy(value)]),
      },
      async claim(claim: Claim): Promise<Claimed> {
        await step('claim');
        const at = now();
        const names = [
          `id ${claim.requestId}`,
          ...(claim.uniqueKey === null ? [] : [`unique ${claim.uniqueKey}`]),
        ];
        const nothing = { now: at, row: null, rival: null, claimed: false };
        const known = seen(claim.requestId);
        if (known) return { ...nothing, busy: false, row: { ...known.row } };
        if (!names.every(isFree)) return { ...nothing, busy: true };
        names.forEach(lock);
        const rival = rivalOf(claim);
        if (rival) return { ...nothing, busy: false, rival: { ...rival } };
        const row = claimedRow(claim, at);
        const keysUntil = claim.keys === null ? Number.POSITIVE_INFINITY : at + claim.keys;
        writes.set(claim.requestId, { row, answersUntil: Number.POSITIVE_INFINITY, keysUntil });
        return { ...nothing, busy: false, claimed: true, row: { ...row } };
      },
      async find(requestId) {
        await step('find');
        const row = seen(requestId)?.row;
        return { now: now(), row: row ? { ...row } : null, busy: !row && !isFree(`id ${requestId}`) };
      },
      async write(requestId, expected, change, entries = []) {
        await step('write');
        await locked(`id ${requestId}`);
        const known = seen(requestId);
        if (!known || !isAsExpected(known.row, expected, now())) return false;
        writes.set(requestId, changed(known, change, now()));
        lines.push(...entries.map((entry) => ({ ...entry, at: lineAt(entry, began) })));
        return true;
      },
      async raise(object, at, keys) {
        await step('raise');
        await locked(`object ${object}`);
        const mark = raised.get(object) ?? marks.get(object);
        const keysUntil = keys === null ? Number.POSITIVE_INFINITY : now() + keys;
        raised.set(object, {
          at: Math.max(at, mark?.at ?? at),
          keysUntil: Math.max(keysUntil, mark?.keysUntil ?? 0),
        });
        return mark?.at ?? null;
      },
      async log(entries) {
        await step('log');
        lines.push(...entries.map((entry) => ({ ...entry, at: lineAt(entry, began) })));
      },
    };
    return {
      tx,
      commit() {
        for (const [id, kept] of writes) rows.set(id, kept);
        for (const [object, mark] of raised) marks.set(object, mark);
        for (const [key, value] of businessWrites) data.set(key, value);
        story.push(...lines);
        onCommit();
      },
      end() {
        isOver = true;
        for (const name of held) locks.delete(name);
        end();
      },
    };
  };

  const transact: MemoryServerStore['transact'] = async (work) => {
    await step('begin');
    const transaction = begin();
    try {
      const result = await work(transaction.tx);
      await step('commit');
      transaction.commit();
      return result;
    } finally {
      transaction.end();
    }
  };
  return {
    data,
    row: (requestId) => rows.get(requestId)?.row,
    transact,
    find: (requestId) => transact((tx) => tx.find(requestId)),
    write: (...change) => transact((tx) => tx.write(...change)),
    log: (entries) => transact((tx) => tx.log(entries)),
    trace: async (requestId) =>
      story.filter((entry) => entry.requestId === requestId).sort((one, other) => one.at - other.at),
    unresolved: async (limit) =>
      [...rows.values()]
        .map(({ row }) => ({ ...row }))
        .filter((row) => isUnresolved(row) && row.leaseUntil <= now())
        .sort((one, other) => one.leaseUntil - other.leaseUntil)
        .slice(0, limit),
    purge: async (limit) => purgeMemory(tables, limit, now()),
  };
}

function isAsExpected({ fence, state, leaseUntil }: Row, expected: Expected, at: number): boolean {
  if (typeof expected === 'number') return fence === expected;
  return fence === expected.fence && state === expected.state && leaseUntil <= at;
}

function changed({ row, answersUntil, keysUntil }: Kept, change: Change, at: number): Kept {
  const { state = row.state, fence = row.fence, lease, answer, answers, freeUnique } = change;
  return {
    keysUntil: answers === undefined ? keysUntil : Math.max(keysUntil, at + answers),
    answersUntil: answers === undefined ? answersUntil : at + answers,
    row: {
      ...row,
      state,
      fence,
      ...(lease !== undefined && { leaseUntil: at + lease }),
      ...(answer && { answer }),
      ...(freeUnique && { uniqueKey: null }),
      startedAt: row.startedAt ?? (state === 'started' ? at : null),
    },
  };
}
