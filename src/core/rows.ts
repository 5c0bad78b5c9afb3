import type { Action } from './action.ts';
import type { Key, Transaction } from './ports.ts';
import { createRecall, type Recall } from './recall.ts';
import { type ActionRecord, parseRecord } from './record.ts';
import { GUEST, keysOf, type SlotKey } from './slot.ts';
import { isOpen } from './standing.ts';

/** What a slot's rows say: its record, or that somebody who knows more must read them (law 8). */
export interface Found {
  record: ActionRecord | null;
  quarantined: boolean;
}

export interface FoundOpen extends Found {
  open: ActionRecord | undefined;
}

/** How the records of one app lie in the store. */
export interface Rows {
  /** A row as a record that lies where its status says; `undefined` for anything else (law 8). */
  parse(row: unknown, table: string | undefined): ActionRecord | undefined;
  put(tx: Transaction, key: Key, record: ActionRecord, how?: 'put' | 'add'): void;
  /**
   * Puts a record where its status says.
   * @param openId the ID of the slot's open row
   * @param before what it was
   */
  write(
    tx: Transaction,
    key: SlotKey,
    record: ActionRecord,
    openId?: string,
    before?: ActionRecord | null,
  ): void;
  /** What a slot holds: its open record, else the one that was minted last. */
  read(tx: Transaction, key: SlotKey): Promise<FoundOpen>;
  /** One action of a slot in a scope that this tab is not in: the slot's other one stays unread (law 9). */
  readOnly(tx: Transaction, key: SlotKey, requestId: string): Promise<FoundOpen>;
  /** The slots where an ID lies open, by keys and pointers alone: no row is read. @param prefix where to look */
  openAs(tx: Transaction, prefix: Key, requestId: string): Promise<SlotKey[]>;
  /**
   * The scope of a record that is no longer where this tab put it: it went with a guest who signed in
   * (design §4). By keys alone: what lies in another scope is not read (law 9).
   */
  homeOf(tx: Transaction, left: SlotKey, requestId: string): Promise<string | undefined>;
  readonly recall: Recall;
}

export function createRows(app: string, actions: ReadonlyMap<string, Action>): Rows {
  const keys = keysOf(app);
  const recall = createRecall();

  const parse = (row: unknown, table: string | undefined): ActionRecord | undefined => {
    const record = parseRecord(row);
    if (!record || isOpen(record) !== (table === 'open')) return undefined;
    if (!record.kept || actions.get(record.name)?.keep !== 'id') return recall.complete(record);
    // Stored by a deploy that kept it: from here on only this page load knows it, and the next write takes it off the disk.
    const secret = { ...record, kept: false };
    recall.keep(secret);
    return secret;
  };

  /** `keep: 'id'` writes neither input nor answer, nor anything said about them (law 9). */
  const put = (tx: Transaction, key: Key, record: ActionRecord, how: 'put' | 'add' = 'put'): void => {
    if (record.kept) {
      tx[how](key, record);
      return;
    }
    tx[how](key, recall.keep(record));
  };

  const write: Rows['write'] = (tx, key, record, openId, before) => {
    const { requestId } = record;
    if (isOpen(record)) {
      put(tx, keys.open(key), record);
      return;
    }
    put(tx, keys.settled(key.scope, requestId), record);
    const action = actions.get(key.name);
    if (action) {
      const until = ({ minted, ended = minted }: ActionRecord) =>
        keys.until(ended.wall + action.retention, key, requestId);
      // What was over before it was known to be done would go too early: a purge reads this alone.
      if (before?.requestId === requestId && !isOpen(before)) tx.delete(until(before));
      tx.put(until(record), true);
    }
    if (openId === requestId) tx.delete(keys.open(key));
  };

  const read = async (tx: Transaction, key: SlotKey): Promise<FoundOpen> => {
    const [row, latest] = await Promise.all([tx.get(keys.open(key)), tx.get(keys.latest(key))]);
    const open = parse(row, 'open');
    if (row !== undefined)
      return { record: open ?? null, quarantined: !open || !actions.has(key.name), open };
    // A pointer that cannot be read is held as a row is: an answer may lie behind it (laws 1 and 8).
    const settled = typeof latest === 'string' ? await tx.get(keys.settled(key.scope, latest)) : latest;
    const record = parse(settled, 'settled');
    return { record: record ?? null, quarantined: settled !== undefined && !record, open };
  };

  const readOnly = async (tx: Transaction, key: SlotKey, requestId: string): Promise<FoundOpen> => {
    const latest = await tx.get(keys.latest(key));
    if (latest === requestId) return read(tx, key);
    const isTaken = latest !== undefined || (await tx.keys(keys.open(key), 1)).length > 0;
    return { record: null, quarantined: isTaken, open: undefined };
  };

  const openAs = async (tx: Transaction, prefix: Key, requestId: string): Promise<SlotKey[]> => {
    const places = await tx.keys(prefix);
    const slots = places.map(([, , scope = '', name = '', subject = '']) => ({ scope, name, subject }));
    const latest = await Promise.all(slots.map((slot) => tx.get(keys.latest(slot))));
    return slots.filter((_, index) => latest[index] === requestId);
  };

  const homeOf = async (
    tx: Transaction,
    { scope: left, name, subject }: SlotKey,
    requestId: string,
  ): Promise<string | undefined> => {
    if (left !== GUEST) return undefined;
    const open = (await openAs(tx, keys.all('open'), requestId)).find(
      (slot) => slot.scope !== left && slot.name === name && slot.subject === subject,
    );
    if (open) return open.scope;
    const settled = await tx.keys(keys.all('settled'));
    return settled.find(([, , scope, id]) => scope !== left && id === requestId)?.[2];
  };

  return { parse, put, write, read, readOnly, openAs, homeOf, recall };
}
