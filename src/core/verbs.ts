import type { Instant } from './age.ts';
import { RequestIdError } from './errors/requestIdError.ts';
import type { Mint } from './event.ts';
import { clone, freeze, isFrozen } from './freeze.ts';
import { createGrip } from './grip.ts';
import { release, secure } from './hold.ts';
import { end, tend } from './keeper.ts';
import { newRequestId } from './newRequestId.ts';
import { UNREACHED } from './outcome.ts';
import { persist } from './persist.ts';
import type { ActionRecord } from './record.ts';
import { tombstone } from './sender.ts';
import { encodeScope } from './slot.ts';
import type { Slot, SlotEvent } from './slotState.ts';
import { validate } from './standardSchema.ts';
import { isActive, isInFlight, isOpen } from './standing.ts';
import type { Problem, View } from './view.ts';

/**
 * A tap. The lock comes first, in the same task; then the store is read, the input checked, the ID minted and
 * committed. `given` is absent where the tap brings no input. `held`: it was made before the scope was known,
 * at `since`.
 */
export async function tap(
  slot: Slot,
  asked?: { input: unknown },
  held: boolean = !slot.read,
  since?: Instant,
): Promise<View> {
  const { engine } = slot;
  const stay = engine.stay();
  const at = since ?? engine.ports.clock.now();
  const given = asked && { input: snapshot(asked.input) };
  const { record } = slot;
  // Locked although it is read: it is under way, or this page load is about to take it up.
  if (slot.busy || (slot.read && slot.view.locked)) {
    slot.say({ type: 'joined' });
    if (given && record) await compare(slot, given.input);
    return slot.ended();
  }
  slot.busy = 'tap';
  // Another user may have come since (law 9).
  slot.hushed = !!since && engine.quiet(since);
  slot.problem = undefined;
  slot.veiled = false;
  slot.refresh();
  let problem: Problem | undefined;
  let begun: ActionRecord | null | undefined;
  try {
    if (!slot.read) await slot.load();
    begun = slot.record;
    const event = await prepare(slot, given, held);
    // Who has signed in meanwhile is no guest any more, and who is one now may be another: what was minted, or found
    // wrong with an input, would be the next guest's (law 9).
    const gone = slot.key.scope === encodeScope(null) && engine.left(slot, stay);
    if ('code' in event) problem = gone ? undefined : event;
    // What asks goes through no door: its scope has ended meanwhile, so it waits for a tap (law 9).
    else if (!(gone && 'mint' in event) && (!slot.hushed || !slot.record || !isOpen(slot.record)))
      await slot.apply({ ...event, at });
  } catch (error) {
    if (error instanceof RequestIdError) throw error;
    problem = (await written(slot, begun))
      ? undefined
      : { code: slot.read ? 'storage_unwritable' : 'storage_unreadable' };
  } finally {
    slot.busy = false;
    // It has joined another tab's round, which is no scope's that ended.
    if (slot.record && slot.record.owner !== engine.ports.page.tab) slot.hushed = false;
    slot.problem = problem;
    if (problem) slot.say({ type: 'problem', code: problem.code });
    slot.refresh();
    tend(slot);
  }
  return slot.ended();
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

/** A slot that could not be read after a failed write is read again, after 2, 4, 8 … 128 s. */
function reread(slot: Slot): void {
  persist(slot.engine.ports.clock, 2000, 7, async () => slot.read || slot.load()).catch(() => {});
}

/** What was asked for at the tap, whatever the form does to its objects afterwards. Not every input can be cloned. */
function snapshot(input: unknown): unknown {
  const copy = clone(input);
  try {
    return declared(input, copy);
  } catch {
    return input;
  }
}

/** The copy, but what is of a class is as it was given: a schema asks for it, and its JSON is its own. */
function declared(input: unknown, copy: unknown, seen: Map<unknown, unknown> = new Map()): unknown {
  // Bytes have a name each.
  if (typeof input !== 'object' || input === null || input === copy || ArrayBuffer.isView(input)) return copy;
  if (seen.has(input)) return seen.get(input);
  const prototype: unknown = Object.getPrototypeOf(input);
  const isKept = prototype !== null && prototype !== Object.getPrototypeOf(copy);
  seen.set(input, isKept ? input : copy);
  if (isKept) return input;
  const [one, other] = [input, copy] as [Record<string, unknown>, Record<string, unknown>];
  for (const name of Object.keys(one)) {
    const part = declared(one[name], other[name], seen);
    if (part !== other[name]) other[name] = part;
  }
  return copy;
}

/** Does the tap ask for something else than what is frozen? */
async function compare(slot: Slot, input: unknown): Promise<boolean | undefined> {
  const { record, action, engine } = slot;
  if (!record || !(record.kept || engine.ledger.recalls(record.requestId))) return undefined;
  let same = isFrozen(action, record, input);
  if (!same && action.input) {
    const checked = await validate(action.input, input);
    same = !checked.issues && isFrozen(action, record, checked.value);
  }
  if (slot.record?.requestId === record.requestId) {
    slot.changed = !same;
    slot.refresh();
  }
  return !same;
}

/** The event of a tap, or why it sends nothing. Input is checked only where an ID would be minted for it. */
async function prepare(
  slot: Slot,
  given: { input: unknown } | undefined,
  held: boolean,
): Promise<(SlotEvent & { type: 'tap' }) | Problem> {
  const { action, engine, key } = slot;
  const { store, random, clock, page } = engine.ports;
  const { record } = slot;
  if (action.durability === 'required' && store.durability() === 'memory') return { code: 'storage_absent' };
  const open = record && isOpen(record) ? record : undefined;
  // What is under way somewhere is joined: this tab does not know what was typed for it (law 5).
  const wanting = !!open && !isActive(open) && !open.kept && !engine.ledger.recalls(open.requestId);
  if (!given || slot.quarantined) return { type: 'tap', held };
  const changed = await compare(slot, given.input);
  const event = { type: 'tap', held, ...(changed !== undefined && { changed }) } as const;
  if (open && !wanting && !(open.status === 'retry' && changed)) return event;
  const checked = await validate(action.input, given.input);
  if (checked.issues) return { code: 'invalid', issues: checked.issues };
  const requestId = wanting && open ? open.requestId : newRequestId(action, clock.now().wall, random);
  let frozen: ReturnType<typeof freeze>;
  try {
    frozen = freeze(action, checked.value, requestId);
  } catch (error) {
    return {
      code: 'invalid',
      issues: [{ message: error instanceof Error ? error.message : 'Not storable.' }],
    };
  }
  if (wanting && open) {
    engine.ledger.remember(requestId, frozen);
    return event;
  }
  secure(slot, requestId);
  const mint: Mint = { ...key, requestId, session: page.session, ...frozen };
  return { ...event, mint };
}

export async function abandon(slot: Slot): Promise<View> {
  const { record, engine } = slot;
  if (slot.busy || slot.view.status === 'idle') return slot.view;
  slot.busy = 'abandon';
  const stay = engine.stay();
  const since = engine.ports.clock.now();
  // Not for another user who has come later, here or in another tab (law 9).
  const may = () => !engine.left(slot, stay) && !engine.quiet(since);
  slot.refresh();
  try {
    if (slot.quarantined) {
      await engine.ledger.setAside(slot.key);
      await slot.load();
    } else if (record && isOpen(record)) {
      // No tab sends it meanwhile. Where one has begun to, unheard of as yet, its round goes on and nothing is cancelled.
      const { cancel } = slot.action;
      if (cancel) await whereItIs(slot, { type: 'stop', unsent: true }, record.requestId);
      // As it is by now: this tab may have been stopped as it wrote.
      const { record: ended } = slot;
      const free = ended?.requestId === record.requestId && isOpen(ended) && !isInFlight(ended);
      const outcome = cancel && free ? await tombstone(slot, record, may) : null;
      if (outcome) await slot.apply({ type: 'asked', outcome }, record.requestId);
      // What the person saw, and nothing that has come into the slot since.
      await whereItIs(slot, { type: 'abandon' }, record.requestId);
    }
  } catch {
    // This tab may have been stopped since it last read: nothing is shown by an old record (law 7).
    await slot.load().catch(() => {});
    slot.problem = { code: 'storage_unwritable' };
  } finally {
    slot.busy = false;
    slot.refresh();
  }
  return slot.view;
}

/** A guest may sign in as it is written: then it is written where the action has gone with them. */
async function whereItIs(slot: Slot, event: SlotEvent, requestId: string): Promise<void> {
  const { key } = slot;
  const { moved } = await slot.apply(event, requestId);
  if (moved && slot.key !== key) await slot.apply(event, requestId);
}

export async function dismiss(slot: Slot): Promise<void> {
  slot.problem = undefined;
  if (slot.record && !isOpen(slot.record))
    await slot.apply({ type: 'dismiss' }, slot.record.requestId).catch(() => {});
  slot.refresh();
}

/** How often a delivery that cannot be written is tried again, each time after twice as long; the first after 1 s. */
const DELIVERIES = 5;

export async function deliver(slot: Slot): Promise<{ resumed: boolean } | null> {
  const { record, engine } = slot;
  const { clock } = engine.ports;
  if (!record || isOpen(record) || record.delivered) return null;
  const write = () => slot.apply({ type: 'deliver' }, record.requestId);
  const applied = await write()
    .catch(() => persist(clock, 1000, DELIVERIES, write))
    .catch(() => null);
  if (!applied?.record?.delivered || applied.before?.delivered) return null;
  return { resumed: record.tapped.origin !== clock.now().origin };
}

/** Once per page load: takes up what no tab is at work on, or follows the one that is (law 6). */
export async function resume(slot: Slot): Promise<void> {
  const { record, engine } = slot;
  // By the time that it is read its scope may be left, or another user here (law 9).
  if (record && isOpen(record) && !slot.quarantined && !slot.busy && !engine.left(slot)) {
    const grip = createGrip(engine.ports.lock, record.requestId, 'try');
    const held = await grip.held();
    if (held) {
      slot.grip?.release();
      slot.grip = grip;
    } else grip.release();
    // Without it another tab is at work on it, or there are no locks: what nobody has to send is taken up all the same.
    // This tab may be stopped as it holds it, and the lock taken: what has changed since it was read is left alone, for
    // the fence alone decides (law 3).
    if (engine.quiet()) {
      // Its sender is gone and nothing may leave beside another user: its round ends, and it waits for a tap (law 9).
      if (held && isActive(record)) await end(slot, record).catch(() => {});
      // Left by the time that the lock is known: what asks goes through no door, and the lock is for whoever comes.
    } else if (engine.left(slot)) release(slot);
    else if (held || !isActive(record))
      await slot.apply({ type: 'resume', seen: record }, record.requestId).catch(() => {});
  }
  slot.arriving = false;
  slot.refresh();
  tend(slot);
}
