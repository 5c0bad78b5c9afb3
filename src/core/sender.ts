import { age } from './age.ts';
import { isAnswer } from './answers.ts';
import { type Admission, invoke } from './door.ts';
import type { Effect, Mint } from './event.ts';
import { clone, freeze } from './freeze.ts';
import { hold } from './hold.ts';
import { isStored, tend, wake } from './keeper.ts';
import { newRequestId } from './newRequestId.ts';
import { type Outcome, UNANSWERED, UNREACHED } from './outcome.ts';
import { persist } from './persist.ts';
import type { ActionRecord } from './record.ts';
import type { Slot, SlotEvent } from './slotState.ts';
import { isExpired, isFresh } from './standing.ts';

/** A claim older than this is renewed before a byte leaves, ms: the tab may have been stopped meanwhile (law 3). */
const CLAIM = 1000;

/** How often an answer that could not be written is written again, ms. */
const REWRITE = 2000;

/** Does what a stored transition asks for. */
export function perform(slot: Slot, record: ActionRecord | null, effects: readonly Effect[]): void {
  for (const effect of effects) {
    if (record && effect.type === 'send') void send(slot, record, effect);
    if (record && effect.type === 'ask') void ask(slot, record, effect.timeout);
  }
}

/** Makes one call under the lock of its ID, and records what it proved. */
async function holding(
  slot: Slot,
  record: ActionRecord,
  token: string,
  call: () => Promise<Outcome | null>,
  said: (outcome: Outcome) => Parameters<typeof conclude>[1],
): Promise<void> {
  slot.live.add(token);
  let end: (() => void) | undefined;
  try {
    end = await hold(slot, record);
    const outcome = end ? await call() : UNREACHED;
    slot.live.delete(token);
    if (outcome) await conclude(slot, said(outcome), record.requestId);
    // Cut off as the page went away. Should it come back, in whatever scope, its time limit ends it.
    else tend(slot);
  } finally {
    slot.live.delete(token);
    end?.();
  }
}

function send(
  slot: Slot,
  sent: ActionRecord,
  { attempt, timeout }: Effect & { type: 'send' },
): Promise<void> {
  const { action, engine } = slot;
  const { ports } = engine;
  const { requestId, fence, input, request } = sent;
  // When the claim was made, not when this tab heard that it is stored: it may have been stopped in between (law 3).
  const started = sent.attempts.find(({ number }) => number === attempt)?.at ?? ports.clock.now();
  let claimed = started;
  let grip: Slot['grip'];
  // The one that is kept for this call, whatever is released meanwhile, and no other that is had since.
  const isHeld = () => !!grip?.has();
  const since = (now = ports.clock.now()) =>
    Math.max(now.mono - claimed.mono, Math.abs(now.wall - claimed.wall));
  const admission: Admission = {
    stale: () => since() > CLAIM || !isHeld(),
    renew: async () => {
      claimed = await slot.load();
    },
    may: () => {
      const { record } = slot;
      const now = ports.clock.now();
      // A lock that fell in the back/forward cache, or was taken, is waited for before the next attempt: who has it may be
      // about to claim the record (law 3).
      return (
        record?.requestId === requestId &&
        record.fence === fence &&
        !record.round.over &&
        !slot.hushed &&
        !engine.left(slot) &&
        isHeld() &&
        record.attempts.some((one) => one.number === attempt && !one.outcome) &&
        since(now) <= CLAIM &&
        isFresh(record, action, now) &&
        !isExpired(record, action, now)
      );
    },
  };
  const call = () => {
    grip = slot.grip;
    // A copy: what `send` does to its argument is not what a later attempt sends (law 5).
    return invoke(ports, (context) => action.send(clone(input), context, request), {
      action,
      requestId,
      attempt,
      // From its start on, as the tabs that wait for it count: a slow store uses up the attempt's time, too (law 3).
      timeout: timeout - age(started, ports.clock.now()),
      admission,
      late: (outcome) => {
        if (outcome.kind === 'done' || outcome.kind === 'declined')
          void conclude(slot, { type: 'answer', attempt, outcome }, requestId);
      },
    });
  };
  return holding(slot, sent, `${requestId}/${attempt}`, call, (outcome) => ({
    type: 'answer',
    attempt,
    outcome,
    ...renewal(slot, sent, outcome),
  }));
}

function ask(slot: Slot, asked: ActionRecord, timeout: number): Promise<void> {
  const { requestId } = asked;
  const { action, engine } = slot;
  const { hushes } = slot;
  const call = () =>
    invoke(engine.ports, (context) => action.check?.(requestId, context), {
      action,
      requestId,
      timeout,
      // Its scope may end while it waits, and it would go out as another user's (law 9). What has come along with a guest
      // who signed in is asked about although its round is over.
      may: () => slot.hushes === hushes && !engine.left(slot),
    });
  return holding(slot, asked, requestId, call, (outcome) => ({ type: 'asked', outcome }));
}

/**
 * Tries `cancel`. Resolves with proof that it happened, where it says so outright.
 *
 * @param may nobody else has come since the person gave it up (law 9)
 */
export async function tombstone(
  slot: Slot,
  { requestId }: ActionRecord,
  may: () => boolean,
): Promise<Outcome | null> {
  const { action, engine } = slot;
  let said: unknown;
  const run = async (context: Parameters<NonNullable<typeof action.cancel>>[1]) => {
    said = await action.cancel?.(requestId, context);
    return said;
  };
  const isProof = (outcome: Outcome | null): boolean => isAnswer(said) && outcome?.kind === 'done';
  const outcome = await invoke(engine.ports, run, {
    action,
    requestId,
    timeout: action.timeout,
    may,
    // It is abandoned by now: that it happened is shown all the same, before it is done anew (law 8).
    late: (later) => {
      if (isProof(later)) void conclude(slot, { type: 'asked', outcome: later }, requestId);
    },
  });
  return isProof(outcome) ? outcome : null;
}

/** For an ID that the server refused for its time: the same action under an ID with the server's time. */
function renewal(slot: Slot, sent: ActionRecord, outcome: Outcome): { mint?: Mint } {
  if (outcome.kind !== 'renew') return {};
  const { scope, name, subject, session, input, request } = sent;
  const { clock, random } = slot.engine.ports;
  try {
    const requestId = newRequestId(slot.action, outcome.serverTime ?? clock.now().wall, random);
    if (requestId === sent.requestId) return {};
    return {
      mint: { requestId, scope, name, subject, session, ...freeze(slot.action, input, requestId, request) },
    };
  } catch {
    // An own generator that gives none. Nothing happened, and the action ends so (law 8).
    return {};
  }
}

/** It proves something whatever other attempts there are. */
function isOfTheAction(outcome: Outcome): boolean {
  return outcome.kind === 'done' || (outcome.kind === 'declined' && outcome.proof === 'action');
}

/** Records what an attempt proved. Where that cannot be written it is shown all the same, and written again (law 2). */
async function conclude(
  slot: Slot,
  event: SlotEvent & { type: 'answer' | 'asked' },
  requestId: string,
): Promise<void> {
  try {
    await slot.apply(event, requestId);
  } catch {
    const full = slot.situate(event);
    // This tab may have been stopped since it last read: on an old record nothing is claimed (law 7).
    await slot.load().catch(() => {});
    const proved = isOfTheAction(event.outcome);
    const known = proved || (await isStored(slot, slot.record));
    slot.unwritten.push({ event: full, requestId, before: slot.record });
    slot.say({ type: 'problem', code: 'storage_unwritable' });
    // Nor is an ID shown that was minted in its place, and is stored nowhere (law 2).
    const sayable = proved || (known && event.outcome.kind !== 'renew');
    const shown = sayable ? full : slot.situate({ ...event, outcome: UNANSWERED });
    if (slot.record?.requestId === requestId) slot.adopt(slot.engine.ledger.rehearse(slot.record, shown));
    rewrite(slot);
  }
}

function rewrite(slot: Slot): void {
  const write = async () => slot.unwritten.length && wake(slot);
  persist(slot.engine.ports.clock, REWRITE, 7, write).catch(() => {});
}
