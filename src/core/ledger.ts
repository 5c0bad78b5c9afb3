import type { Action } from './action.ts';
import { RequestIdError } from './errors/requestIdError.ts';
import type { Effect, Event } from './event.ts';
import { transition } from './machine.ts';
import type { Ports, Transaction } from './ports.ts';
import type { Recall } from './recall.ts';
import type { ActionRecord } from './record.ts';
import { createRows, type Found, type FoundOpen } from './rows.ts';
import { keysOf, type SlotKey } from './slot.ts';
import { isOpen, isOutdated } from './standing.ts';
import { createTakeAlong, type TakeAlong } from './takeAlong.ts';
import { unheard } from './unheard.ts';

export interface Applied extends Found {
  before: ActionRecord | null;
  effects: Effect[];
  /** The record meant lives in another scope now. */
  moved?: true;
}

/** Settled rows that one transaction deletes: a tap waits for no more than these. */
const PAGE = 100;

const NOTHING: Applied = { before: null, record: null, quarantined: false, effects: [] };

/** The record store: every change of a record is one `transition` inside one transaction. */
export interface Ledger {
  /** The open records of a scope: start-up costs what is open, not what ever was. */
  openIn(scope: string): Promise<[SlotKey, Found][]>;
  find(key: SlotKey): Promise<Found>;
  /**
   * @param requestId the record meant; without it, whatever the slot holds
   * @param known what this tab was sending: put back where the site's data was cleared under it
   * @param blank the slot was empty when it was last read: tried first, since it spares a reading (law 1)
   */
  apply(
    key: SlotKey,
    event: Event,
    requestId?: string,
    known?: ActionRecord | null,
    blank?: boolean,
  ): Promise<Applied>;
  /** What `apply` would do, to a record that cannot be written now. */
  rehearse(record: ActionRecord | null, event: Event): Applied;
  /** One settled or open record of a scope. */
  byId(scope: string, requestId: string): Promise<ActionRecord | undefined>;
  /** Moves a row that nobody can read out of its slot. */
  setAside(key: SlotKey): Promise<void>;
  takeAlong: TakeAlong;
  /**
   * Deletes settled rows of any scope whose time is over, unread (law 9), some of them at a time. Resolves with whether
   * there may be more.
   */
  purge(): Promise<boolean>;
  /** What `keep: 'id'` keeps for this page load alone. */
  recalls: Recall['has'];
  forget: Recall['forget'];
}

export function createLedger(
  { store, clock }: Ports,
  app: string,
  actions: ReadonlyMap<string, Action>,
): Ledger {
  const keys = keysOf(app);
  const rows = createRows(app, actions);
  const { parse, put, write, read, readOnly, openAs, homeOf, recall } = rows;

  /** Put-if-absent on the slot and on its `once` answer, without a reading before it: `null` where either is taken. */
  const first = async (key: SlotKey, event: Event): Promise<Applied | null> => {
    const applied = rehearse(null, event);
    const { record } = applied;
    if (!record || typeof actions.get(key.name)?.requestId === 'function') return null;
    try {
      return await store.transact(durability(event), async (tx) => {
        put(tx, keys.open(key), record, 'add');
        tx.add(keys.latest(key), record.requestId);
        return applied;
      });
    } catch (error) {
      if ((error as Error | null)?.name === 'ConstraintError') return null;
      throw error;
    }
  };

  /** An own generator may repeat itself; ours does not. */
  const isUsed = async (tx: Transaction, { scope, name }: SlotKey, requestId: string): Promise<boolean> => {
    if (typeof actions.get(name)?.requestId !== 'function') return false;
    const settled = await tx.keys(keys.settled(scope, requestId), 1);
    const open = await openAs(tx, keys.openIn(scope), requestId);
    return settled.length + open.length > 0;
  };

  const rehearse = (before: ActionRecord | null, event: Event): Applied => {
    const sendable = event.sendable || (!!before && (before.kept || recall.has(before)));
    return { before, quarantined: false, ...transition(before, { ...event, sendable }, clock.now()) };
  };

  /** What is asked for in one task is read in one transaction: a list of hundreds is mounted, or looked at, at once. */
  let wanted: { keys: SlotKey[]; found: Promise<Found[]> } | undefined;
  const findAll = (): Promise<Found[]> => {
    const places = wanted?.keys ?? [];
    wanted = undefined;
    return store.transact('read', (tx) => Promise.all(places.map((key) => read(tx, key))));
  };

  /** One event in one transaction. @param away what this tab may read of the slot where it is not in that scope */
  const change = async (
    tx: Transaction,
    key: SlotKey,
    event: Event,
    requestId?: string,
    known?: ActionRecord | null,
    away?: FoundOpen,
  ): Promise<Applied> => {
    const found = away ?? (await read(tx, key));
    let before = found.record;
    // What this tab was sending may be over, and what came after it gone to a user: no cleared data (law 4).
    const meant = requestId ?? (before || found.quarantined ? undefined : known?.requestId);
    if (meant !== undefined && before?.requestId !== meant)
      before = parse(await tx.get(keys.settled(key.scope, meant)), 'settled') ?? null;
    const home = before || meant === undefined ? undefined : await homeOf(tx, key, meant);
    if (meant !== undefined && home !== undefined) {
      // Answers are recorded under the scope that the action has now. Nothing else is done to it from here (law 9).
      const answers = event.type === 'answer' || event.type === 'asked';
      if (!answers) return { ...NOTHING, moved: true };
      const there = { ...key, scope: home };
      const away = await readOnly(tx, there, meant);
      return { ...(await change(tx, there, event, meant, null, away)), moved: true };
    }
    // What this tab knew has been written anew by a version that it cannot read; or this deploy does not know its name.
    if (found.quarantined && (!before || before === found.record)) return { ...found, before, effects: [] };
    // Cleared data, and not a purge: past its retention the ID is never sent again.
    const lost = !found.record && !before && known && known.requestId === meant && isOpen(known);
    // Its place says whose it is, since its user may have taken it along since it was read (law 9).
    const back = lost &&
      !isOutdated(known, event.policy, clock.now()) && {
        ...unheard(known),
        scope: key.scope,
      };
    if (back) before = back;
    let placed = event;
    if ('mint' in event && event.mint) {
      const { mint, ...rest } = event;
      // An answer must be written, whatever is to take the place of its ID: without that the action ends (law 8).
      const spent = event.type === 'answer' && (await isUsed(tx, key, mint.requestId));
      // Minted where its user was by then: it goes along with them.
      placed = spent ? rest : { ...event, mint: { ...mint, scope: key.scope } };
    }
    const result = rehearse(before, placed);
    const { record, effects } = result;
    for (const effect of effects)
      if (effect.type === 'settle') write(tx, key, effect.record, found.open?.requestId);
    if (!record || record === before) return result;
    // Not by its ID: an own generator may have repeated the very one.
    const fresh = record.minted !== before?.minted;
    if (fresh && (await isUsed(tx, key, record.requestId))) throw new RequestIdError(record.requestId);
    // What was given up as a guest's, and turns out to be done, is the answer of a slot that holds nothing else (law 1).
    const alone = record.status === 'done' && !found.record && !found.quarantined;
    if (record.requestId !== found.record?.requestId && (!requestId || fresh || before === back || alone))
      tx.put(keys.latest(key), record.requestId);
    write(tx, key, record, found.open?.requestId, before);
    return result;
  };

  return {
    rehearse,
    recalls: recall.has,
    forget: recall.forget,
    takeAlong: createTakeAlong({ store, clock }, app, actions, rows),
    openIn: (scope) =>
      store.transact('read', async (tx) =>
        (await tx.range(keys.openIn(scope))).map(([key, row]) => {
          const record = parse(row, 'open');
          const [, , , name = '', subject = ''] = key;
          return [
            { scope, name, subject },
            { record: record ?? null, quarantined: !record || !actions.has(name) },
          ];
        }),
      ),
    async find(key) {
      wanted ??= { keys: [], found: Promise.resolve().then(findAll) };
      const { keys, found } = wanted;
      const index = keys.push(key) - 1;
      return (await found)[index] as Found;
    },
    byId: (scope, requestId) =>
      store.transact('read', async (tx) => {
        const settled = parse(await tx.get(keys.settled(scope, requestId)), 'settled');
        if (settled) return settled;
        const open = await tx.range(keys.openIn(scope));
        return open.map(([, row]) => parse(row, 'open')).find((record) => record?.requestId === requestId);
      }),
    apply: async (key, event, requestId, known, blank) =>
      (blank && (await first(key, event))) ||
      store.transact(durability(event), (tx) => change(tx, key, event, requestId, known)),
    setAside: (key) =>
      store.transact('relaxed', async (tx) => {
        const row = await tx.get(keys.open(key));
        const latest = await tx.get(keys.latest(key));
        const pointed = typeof latest === 'string' ? keys.settled(key.scope, latest) : keys.latest(key);
        const from = row !== undefined ? keys.open(key) : pointed;
        const raw = row ?? (await tx.get(from));
        if (raw === undefined || (parse(raw, from[0]) && actions.has(key.name))) return;
        tx.put(keys.aside(key, clock.now().wall), raw);
        tx.delete(from);
      }),
    purge: () =>
      store.transact('relaxed', async (tx) => {
        const page = await tx.keys(keys.all('until'), PAGE);
        for (const key of page) {
          const [, , at, scope = '', name = '', subject = '', requestId = ''] = key;
          if (!(Number(at) <= clock.now().wall)) return false;
          tx.delete(key);
          tx.delete(keys.settled(scope, requestId));
          const latest = keys.latest({ scope, name, subject });
          if ((await tx.get(latest)) === requestId) tx.delete(latest);
        }
        return page.length === PAGE;
      }),
  };
}

/**
 * What may start an attempt is flushed where a lost start could become a false "nothing happened", or a lost ID a
 * second one (law 2).
 */
function durability(event: Event): 'relaxed' | 'strict' {
  const { kind } = event.policy as Action;
  const { type } = event;
  const grave = kind === 'payment' || kind === 'account';
  const starts =
    type === 'tap' ||
    type === 'wake' ||
    type === 'resume' ||
    type === 'takeover' ||
    (type === 'answer' && event.mint);
  return grave && starts ? 'strict' : 'relaxed';
}
