import { age } from './age.ts';
import { release, secure } from './hold.ts';
import type { ActionRecord } from './record.ts';
import { sameRecord } from './sameRecord.ts';
import type { Slot } from './slotState.ts';
import { isActive, isOpen, waitsSince } from './standing.ts';

/** A sender is taken for stopped this long after it should have been heard of, ms (law 3). */
const GRACE = 2000;

/** A timer that could not write tries again after this, ms, each time after twice as long; in all some two minutes. */
const AGAIN = 1000;
const TRIES = 7;

/** A reading that took longer is old: this tab was stopped, and others have gone on since; ms. */
export const OLD = 1000;

/** How often a reading that was old when it came is done again: a slow store must not be read without end (law 6). */
export const REREADINGS = 2;

/**
 * Keeps a slot alive after each change: holds its lock while this tab sends, queues for it while another does, and
 * sets the one timer that the record waits for.
 */
export function tend(slot: Slot): void {
  const { record, engine, action } = slot;
  const { clock, network, page } = engine.ports;
  slot.cancelTimer?.();
  slot.cancelTimer = undefined;
  if (!record || !isOpen(record) || slot.quarantined) {
    release(slot);
    return;
  }
  const now = clock.now();
  const mine = record.owner === page.tab;
  const set = (ms: number, task: () => Promise<unknown>, tries = 0) => {
    slot.cancelTimer = clock.after(Math.max(0, ms), () => {
      const { record: seen } = slot;
      task().catch(async () => {
        // Not written, so not sent (law 2). Where time alone has ended the round, that is shown all the same, but that
        // nothing happened only of what the store holds this moment: others may have gone on unheard of (law 7).
        const { record: later, effects } = engine.ledger.rehearse(seen, slot.situate({ type: 'wake' }));
        const ended = later && later !== seen && !effects.length;
        const sayable = ended && (later.status === 'check' || (await isStored(slot, seen)));
        // Tended anew meanwhile.
        if (slot.record !== seen) return;
        if (sayable) slot.adopt({ record: later, quarantined: false });
        else if (tries < TRIES) set(AGAIN * 2 ** tries, task, tries + 1);
        else if (ended)
          slot.adopt({ record: { ...later, status: 'check', doubt: 'unanswered' }, quarantined: false });
      });
    });
  };
  const left = record.due ? record.due.ms - age(record.due.from, now) : 0;
  const freshness = action.freshness - age(waitsSince(record), now);
  if (!isActive(record)) {
    release(slot);
    if (record.reason === 'person') set(freshness + 1, () => wake(slot));
    return;
  }
  // What is read only after its scope was left goes on no more than what was read before (law 9).
  if (engine.left(slot) && !slot.live.size && !record.round.over && (mine || !engine.quiet())) hush(slot);
  if (mine) secure(slot, record.requestId);
  // Beside another user, too: what its sender leaves must not stay locked, though nothing is sent then (law 9).
  else if (slot.arriving || engine.left(slot)) return;
  else follow(slot, record.requestId);
  const attempt = record.attempts.at(-1);
  const takeover = () => seize(slot, record);
  if (record.reason === 'offline') {
    // By a timer, whose wake is tried again where it could not be written.
    if (mine) set(network.online() ? 0 : freshness + 1, () => wake(slot));
    else if (network.online()) set(GRACE, takeover);
  } else if (record.status === 'pending' || record.reason === 'checking') {
    const running =
      record.status === 'pending' && attempt ? attempt.timeout - age(attempt.at, now) : action.timeout;
    const live = slot.live.has(
      attempt && record.status === 'pending' ? `${record.requestId}/${attempt.number}` : record.requestId,
    );
    if (!mine || !live) set(running + GRACE, takeover);
  } else if (mine) set(left, () => wake(slot));
  else set(left + GRACE, takeover);
}

/** Time has passed, or something is to be written: its round goes on, where no change of scope has ended it (law 9). */
export function wake(slot: Slot): Promise<unknown> {
  return slot.apply({ type: slot.hushed ? 'stop' : 'wake' });
}

/** Ends its round, as a change of scope does: nothing leaves before a tap, whether or not that can be written. */
export function hush(slot: Slot): void {
  silence(slot);
  slot.apply({ type: 'stop' }).catch(() => slot.refresh());
}

/** Nothing that this tab has begun for it leaves from here on. */
export function silence(slot: Slot): void {
  slot.hushed = true;
  slot.hushes++;
}

/** Closes what a tab that is gone had in flight, and sends nothing more. */
export async function end(slot: Slot, seen: ActionRecord): Promise<void> {
  const { record, before } = await slot.apply({ type: 'stop', seen }, seen.requestId);
  if (record && record !== before) await slot.apply({ type: 'takeover', seen: record }, seen.requestId);
}

/** The page is back after it was put aside: what it sent then has no answer coming any more (law 6). */
export async function revive(slot: Slot): Promise<void> {
  await slot.load();
  const { record, engine, live } = slot;
  if (!record || !isActive(record) || record.owner !== engine.ports.page.tab || live.size) return tend(slot);
  // Beside another user nothing is sent, nor asked, also where that its round is over could not be written (law 9).
  await (engine.quiet() || engine.left(slot) ? end(slot, record) : take(slot, record));
}

/** Claims what was read, and nothing that has come into the slot since. */
function take(slot: Slot, seen: ActionRecord): Promise<unknown> {
  return slot.apply({ type: 'takeover', seen }, seen.requestId);
}

/** Queues behind the sender. When its tab dies the lock comes here within the second. */
function follow(slot: Slot, requestId: string): void {
  const queued = slot.grip;
  const grip = secure(slot, requestId);
  if (grip === queued) return;
  const takeOver = async () => {
    if (!(await grip.held()) || slot.grip !== grip) return;
    await slot.load();
    const { record } = slot;
    // Let go meanwhile, since it was over: whoever has begun it anew since has the lock now (law 3).
    if (slot.grip !== grip || record?.requestId !== requestId || !isActive(record)) return;
    if (slot.engine.left(slot)) return release(slot);
    // Another user has come meanwhile, and its sender is gone: it waits for a tap (law 9).
    if (slot.engine.quiet()) return end(slot, record);
    // Stolen meanwhile: by a sender that was only stopped, and goes on.
    if (record.owner !== slot.engine.ports.page.tab && !grip.lost()) await take(slot, record);
  };
  takeOver().catch(() => tend(slot));
}

/** Takes the lock from a tab that is stopped, and goes on in its place. */
async function seize(slot: Slot, seen: ActionRecord): Promise<void> {
  const { engine } = slot;
  // What this tab has yet to write makes what it shows another than what is stored: that comes first, in its own time.
  if (slot.unwritten.length) {
    await wake(slot);
    return;
  }
  // Taken over only where it differs: what is shown is tended anew, and while nothing can be written that is at once.
  const { record, quarantined } = await engine.ledger.find(slot.key);
  const mine = seen.owner === engine.ports.page.tab;
  // It was heard of: this tab was stopped itself, or the news crossed. Cleared data is no news of what is this tab's own.
  if (!sameRecord(seen, record) && (record || quarantined || !mine)) {
    await slot.load();
    return;
  }
  if (engine.quiet() || engine.left(slot)) {
    // Its sender is gone where this tab has the lock, or where there are none: what could not be written is written now.
    if (!mine && (slot.grip?.has() || (slot.grip?.none() && !engine.left(slot)))) return end(slot, seen);
    if (!mine) return;
    // What this tab has in flight is closed, and nothing more is sent (law 9).
    await slot.apply({ type: 'stop' }, seen.requestId);
  }
  await take(slot, seen);
  // Only what is claimed by now: this tab may have been stopped as it looked, and another one has its lock (law 3).
  if (!mine && slot.record?.owner === engine.ports.page.tab) await slot.grip?.steal();
}

/** The store holds `record`, read this moment. */
export async function isStored({ engine, key }: Slot, record: ActionRecord | null): Promise<boolean> {
  const { clock } = engine.ports;
  const began = clock.now();
  const found = await engine.ledger.find(key).catch(() => undefined);
  return !!found && age(began, clock.now()) < OLD && sameRecord(record, found.record);
}
