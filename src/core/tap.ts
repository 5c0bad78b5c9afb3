import type { Instant } from './age.ts';
import { RequestIdError } from './errors/requestIdError.ts';
import { compare, type Given, isUnmet, toldTo } from './given.ts';
import { tend } from './keeper.ts';
import { UNREACHED } from './outcome.ts';
import { isOvertaken } from './overtaken.ts';
import { prepare } from './prepare.ts';
import type { ActionRecord } from './record.ts';
import { reread } from './reread.ts';
import { GUEST } from './slot.ts';
import type { Slot } from './slotState.ts';
import { isExpired, isOpen } from './standing.ts';
import type { Problem, View } from './view.ts';

/**
 * A tap. `asked` is absent where it brings no input, which is the tap's own copy. `held`: it was made before the scope
 * was known, at `since`. While the slot is locked it joins what is under way, and is told where that is something else
 * (law 7).
 */
export async function tap(
  slot: Slot,
  asked?: { input: unknown },
  held: boolean = !slot.read,
  since?: Instant,
): Promise<View> {
  const number = ++slot.taps;
  const given: Given | undefined = asked && { ...asked, number };
  // Locked although it is read: it is under way, or this page load is about to take it up.
  if (slot.busy || (slot.read && slot.view.locked)) {
    slot.say({ type: 'joined' });
    // What it joins may not be stored yet.
    if (slot.busy) await slot.storing?.catch(() => {});
  } else {
    slot.storing = store(slot, given, held, since);
    await slot.storing;
  }
  if (isUnmet(slot, given)) await compare(slot, given);
  const view = await slot.ended();
  // Another tab may have put another action there, or the server a new ID in place of its own.
  if (!isUnmet(slot, given)) return toldTo(given, view);
  await compare(slot, given);
  return toldTo(given, await slot.ended());
}

/** The lock comes first, in the same task; then the store is read, the input checked, the ID minted and committed. */
async function store(slot: Slot, given: Given | undefined, held: boolean, since?: Instant): Promise<void> {
  const { engine } = slot;
  const stay = engine.stay();
  const at = since ?? engine.ports.clock.now();
  const shown = 'requestId' in slot.view ? slot.view.requestId : undefined;
  slot.busy = 'tap';
  // Another user may have come since (law 9).
  slot.hushed = !!since && engine.quiet(since);
  slot.problem = undefined;
  slot.veiled = false;
  slot.refresh();
  let problem: Problem | undefined;
  let begun: ActionRecord | null | undefined;
  let typed: unknown;
  try {
    if (!slot.read) await slot.load();
    begun = slot.record;
    const event = await prepare(slot, given, held, shown, at);
    typed = 'typed' in event && event.typed;
    // Who has signed in meanwhile is no guest any more, and who is one now may be another: what was minted, or found
    // wrong with an input, would be the next guest's (law 9).
    const gone = slot.key.scope === GUEST && engine.left(slot, stay);
    if ('code' in event) problem = gone ? undefined : event;
    // What asks goes through no door: its scope has ended meanwhile, so it waits for a tap (law 9).
    else if (!(gone && 'mint' in event) && (!slot.hushed || !slot.record || !isOpen(slot.record))) {
      const { record } = await slot.apply({ ...event, at });
      // By a clock that was set back it is sent later, or not at all: the tap is owed a word (law 10).
      const isHeld = record?.status === 'check' && record.doubt !== 'expired';
      if (isHeld && isExpired(record, slot.action, engine.ports.clock.now())) problem = { code: 'expired' };
    }
  } catch (error) {
    if (error instanceof RequestIdError) throw error;
    if (typed && begun) engine.ledger.forget(begun);
    problem = (await written(slot, begun))
      ? undefined
      : { code: slot.read ? 'storage_unwritable' : 'storage_unreadable' };
  } finally {
    // What it asked for may be something else than what has come to its end: that it was not sent is said then.
    if (problem && given && isOvertaken(slot, begun)) await compare(slot, given);
    const said =
      !isOvertaken(slot, begun) ||
      (!!given && given.changed === undefined && begun?.requestId !== slot.record?.requestId);
    slot.busy = false;
    // It has joined another tab's round, which is no scope's that ended.
    if (slot.record && slot.record.owner !== engine.ports.page.tab) slot.hushed = false;
    slot.problem = said ? problem : undefined;
    if (problem) slot.say({ type: 'problem', code: problem.code });
    slot.refresh();
    tend(slot);
  }
}

/**
 * A write that was reported as failed may have reached the disk: a stopped process finds its time limit past. Then the
 * record says "attempt 1 started", and nothing was sent: it is closed as that, and goes on (laws 2 and 8).
 */
async function written(slot: Slot, begun: ActionRecord | null | undefined): Promise<boolean> {
  // Unread, since nobody knows what it holds now (law 11).
  slot.read = false;
  await slot.load().catch(() => reread(slot));
  const { record, engine, live } = slot;
  const attempt = record?.attempts.find((one) => !one.outcome);
  if (!record || !attempt || live.size || record.owner !== engine.ports.page.tab) return false;
  // It was under way before this tap, or nobody knows: it may have left.
  if (begun === undefined) return false;
  if (begun?.requestId === record.requestId && begun.attempts.some((one) => one.number === attempt.number))
    return false;
  const event = { type: 'answer', attempt: attempt.number, outcome: UNREACHED } as const;
  return slot.apply(event, record.requestId).then(
    () => true,
    () => false,
  );
}
