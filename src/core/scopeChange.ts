import { age } from './age.ts';
import type { Guests } from './guests.ts';
import { hush, OLD, REREADINGS, silence, tend } from './keeper.ts';
import type { Ledger } from './ledger.ts';
import type { Channel, Clock } from './ports.ts';
import type { ActionRecord } from './record.ts';
import { resume } from './resume.ts';
import { GUEST, type SlotKey } from './slot.ts';
import type { Slot } from './slotState.ts';
import { isActive, isProvedNotRun } from './standing.ts';

/** Settled records are looked through this long after the start, so that start-up pays for nothing that is over; ms. */
const PURGE = 10_000;

/** What a change of scope needs of the engine. */
export interface ScopeHost {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly channel: Channel;
  readonly guests: Guests;
  slotsIn(scope: string): Slot[];
  slotOf(key: SlotKey): Slot;
  rekey(slot: Slot, key: SlotKey): void;
  /** This page has had an action in a place, whose answer may come late, or has a tap under way there. */
  isUsed(key: SlotKey): boolean;
  /** What a slot has done, and nobody has been told of yet, is that scope's from here on. */
  hand(slot: Slot, to: string): void;
  /** The same of what this session has given up there and is done all the same: shown to the user it went with. */
  carry(from: string, to: string, sessions: readonly string[]): void;
  /** True the first time in this page load: then what is open is resumed. */
  firstVisit(scope: string): boolean;
  /** What is open there has been read in this page load. */
  visited(scope: string): boolean;
  /** The page load has given up reading it: from here on only looks read it. */
  missed(scope: string): boolean;
  /** Handles show it now. */
  shows(scope: string): boolean;
  /** Makes the scope the one that handles show. */
  show(scope: string): void;
}

/**
 * Enters a scope. What the scope left behind has in flight is awaited and recorded under its own name; nothing more is
 * sent there (law 9). From guest to user this session's own records come along (design §4).
 */
export async function enterScope(host: ScopeHost, from: string | undefined, to: string): Promise<void> {
  if (from !== undefined && from !== to) {
    // What was wrong with the input of one guest is not told to the next (law 9).
    for (const slot of host.slotsIn(to)) if (slot.problem?.code === 'invalid') slot.problem = undefined;
    if (from === GUEST) await bring(host, from, to);
    else stopAll(host, from);
    // A tap there that another tab sends for is over: nobody looks at it any more, and it may never be read.
    for (const slot of host.slotsIn(from)) slot.refresh();
  }
  host.show(to);
  await readScope(host, to);
}

/** Reads what is open in a scope; on the first visit of a page load, resumes it. @param looked by a look, which is none */
export async function readScope(
  host: ScopeHost,
  scope: string,
  looked = false,
  more: number = REREADINGS,
): Promise<void> {
  const began = host.clock.now();
  const rows = await host.ledger.openIn(scope);
  // This tab was stopped as it read, and others have gone on (law 7).
  if (more && age(began, host.clock.now()) > OLD) return readScope(host, scope, looked, more - 1);
  const first = host.firstVisit(scope);
  const open = new Set<Slot>();
  for (const [key, found] of rows) {
    const slot = host.slotOf(key);
    open.add(slot);
    // Also one that nobody had asked for before it was read.
    slot.arriving ||= first;
    // What it has yet to write is newer.
    if (!slot.busy && !slot.unwritten.length) slot.adopt(found);
    // A look is no page load: it starts no round of what waits for a person (law 6).
    if (first && looked && slot.record && !isActive(slot.record)) arrive([slot]);
    else if (first) void resume(slot);
  }
  // Open when it was last read, and over since: other tabs told so while this scope was away.
  for (const slot of host.slotsIn(scope)) if (slot.seen && !slot.read) slot.load().catch(() => {});
  if (!first) return;
  arrive(host.slotsIn(scope).filter((slot) => !open.has(slot)));
  purgeLater(host);
}

/** Somebody looks: the store may not have been readable before, or a tab that died has told nobody what it began (law 8). */
export async function lookAgain(host: ScopeHost, scope: string): Promise<void> {
  if (!host.visited(scope)) return readScope(host, scope, host.missed(scope));
  for (const [key] of await host.ledger.openIn(scope)) {
    const slot = host.slotOf(key);
    if (!slot.read) slot.load().catch(() => {});
  }
}

/** What was open before this page load is settled now; from here on these slots follow other tabs. */
export function arrive(slots: Iterable<Slot>): void {
  for (const slot of slots) {
    slot.arriving = false;
    slot.refresh();
    tend(slot);
  }
}

/** Deletes what is settled and past its retention, a page of rows at a time. */
function purgeLater(host: ScopeHost): void {
  host.clock.after(PURGE, () => {
    host.ledger.purge().then(
      (more) => more && purgeLater(host),
      () => {},
    );
  });
}

/** Ends the rounds that this tab sends in a scope, also one whose tap is only being stored. */
export function stopAll(host: ScopeHost, scope: string): void {
  for (const slot of host.slotsIn(scope)) if (slot.busy || (slot.record && isActive(slot.record))) hush(slot);
}

async function bring(host: ScopeHost, from: string, to: string): Promise<void> {
  const sessions = host.guests.of(to);
  const stop = (record: ActionRecord): ActionRecord =>
    host.ledger.rehearse(record, host.slotOf(record).situate({ type: 'stop' })).record ?? record;
  try {
    const moved = await host.ledger.takeAlong(from, to, sessions, stop);
    host.guests.taken(to, sessions);
    host.carry(from, to, sessions);
    for (const source of moved) {
      const slot = host.slotOf(source);
      host.hand(slot, to);
      const place = { ...source, scope: to };
      // Where the person is back already, and may have tapped, or has just tapped, the place stays the guest's. So it does
      // where this page has one of the user's own: what is under way there would go on unseen, beside what has come (law
      // 3). What they are giving up is given up where it has gone.
      if (!host.shows(from) && slot.busy !== 'tap' && !host.isUsed(place)) {
        host.rekey(slot, place);
        // Stopped in the store, though perhaps not in what this tab has yet to write.
        if (slot.record && isActive(slot.record) && !isProvedNotRun(slot.record)) silence(slot);
      }
      for (const scope of [from, to]) host.channel.post({ type: 'changed', ...source, scope });
      await slot.load().catch(() => {});
      // No page load takes it up there: that has been, or comes.
      if (slot.key.scope === to && host.visited(to)) arrive([slot]);
    }
  } catch {
    // They stay with the guest, as for a slot that is taken: nothing is lost.
  }
  if (!host.shows(from)) stopAll(host, from);
}
