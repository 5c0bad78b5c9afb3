import { age, apart, type Instant } from './age.ts';
import { answered, asked } from './answered.ts';
import type { Event, Situation, TapEvent, Transition, WakeEvent } from './event.ts';
import { sameFrozen } from './freeze.ts';
import { mint } from './mint.ts';
import type { ActionRecord } from './record.ts';
import { again, ask, begin, claim, keep, newRound, over, settle } from './round.ts';
import { sameRecord } from './sameRecord.ts';
import {
  isActive,
  isBarred,
  isExpired,
  isFresh,
  isInFlight,
  isOpen,
  isOutdated,
  isProvedNotRun,
  stepOf,
  waitsSince,
} from './standing.ts';

/** A tap this close to the last accepted one in the slot belongs to it, ms: a double click is one intent (law 1). */
const DOUBLE_TAP = 500;

/**
 * Every rule of the protocol: what an event makes of a record, and what is to be done about it once that is stored.
 * Pure: no clock, no randomness, no input or output. `record` is the slot's open record, else its latest settled one.
 */
export function transition(record: ActionRecord | null, event: Event, now: Instant): Transition {
  const current = record && aged(record, event, now);
  if (event.type === 'tap') {
    const next = tapped(current, event, now);
    if (current && current !== record && next.record !== current && !isOpen(current))
      next.effects.push({ type: 'settle', record: current });
    return next;
  }
  if (!record || !current) return keep(null);
  if (event.type === 'answer' || event.type === 'asked') {
    const said = event.type === 'answer' ? answered(record, event, now) : asked(record, event, now);
    // A machine may have slept since it was sent, or asked about: no step is offered that time has taken (law 10).
    return { ...said, record: said.record && aged(said.record, event, now) };
  }
  if (event.type === 'deliver' || event.type === 'dismiss') {
    const shown = event.type === 'deliver' && !!event.untold;
    // What was told stays told.
    if (isOpen(current) || (shown && current.delivered)) return keep(current);
    const untold = shown && current.status === 'done';
    const hidden = event.type === 'dismiss' || !!current.hidden;
    return keep({ ...current, delivered: true, untold, hidden });
  }
  if (!isOpen(current)) return keep(current);
  switch (event.type) {
    case 'resume':
    case 'takeover':
      if (event.seen && !sameRecord(event.seen, record)) return keep(current);
      return (event.type === 'resume' ? resumed : takenOver)(current, event, now);
    case 'wake':
      return woken(current, event, now);
    case 'stop':
      if (event.unsent && isInFlight(current)) return keep(current);
      return keep(event.seen && !sameRecord(event.seen, record) ? current : stopped(current));
    case 'abandon':
      return keep(isInFlight(current) ? current : settle(current, { status: 'abandoned' }, now));
  }
}

/** What time alone has made of it (law 10). What is in flight is left to end. */
function aged(record: ActionRecord, event: Event, now: Instant): ActionRecord {
  const { policy } = event;
  if (!isOpen(record) || record.status === 'pending' || record.reason === 'checking') return record;
  const stale =
    record.status === 'wait' && !record.ask && !isFresh({ tapped: waitsSince(record) }, policy, now);
  // By a clock that was set back nothing is sent now, but it may be in time again (law 7). Where nothing has happened, a tap
  // need not wait for that.
  const expired = event.type === 'tap' && isProvedNotRun(record) ? isExpired : isOutdated;
  if (!expired(record, policy, now)) return stale ? over(record) : record;
  // Nothing more can be heard of it: it goes as it is.
  if (isProvedNotRun(record)) return settle(record, { status: 'expired' }, record.minted);
  // To ask, and to show the person the way, sends nothing, so it goes on.
  const asks = policy.check && (record.ask || record.reason === 'person');
  if (record.status !== 'check' && !(asks && !stale)) return over(record, 'expired');
  return record.doubt === 'expired' ? record : { ...record, doubt: 'expired' };
}

/**
 * The second click of the last accepted tap: by when it is stored, and by when it was made, since its transaction, or
 * the check of its input, may take long (law 1). What minted the ID was tapped before it was stored; a step that was
 * taken since was stored as it was taken.
 */
function isDouble({ tapped, touched = tapped, minted }: ActionRecord, made: Instant, now: Instant): boolean {
  const step = apart(touched, minted) > 0 ? touched : tapped;
  return age(touched, now) < DOUBLE_TAP || apart(tapped, made) < DOUBLE_TAP || apart(step, made) < DOUBLE_TAP;
}

function tapped(record: ActionRecord | null, event: TapEvent, now: Instant): Transition {
  const { policy } = event;
  const made = event.at ?? now;
  // Another tab's tap may be newer than one that was held.
  const at = record && age(record.tapped, now) < age(made, now) ? record.tapped : made;
  const double = record && isDouble(record, made, now);
  if (!record || !isOpen(record)) {
    if (double) return keep(record);
    if (record?.status === 'done' && policy.once && !isOutdated(record, policy, now))
      return keep(record.hidden ? { ...record, hidden: false } : record);
    return event.mint ? mint(event.mint, event, now) : keep(record);
  }
  const seen = event.compared?.requestId === record.requestId;
  const changed = seen ? !!event.compared?.changed : isOther(record, event);
  if (double || isActive(record) || (event.held && changed)) return keep(record);
  // Of the step that this tap takes, and of no other: where another tab is first, it is not what was sent (law 5).
  const anew = seen && !record.kept ? event.typed : undefined;
  const able = anew ? { ...event, sendable: true } : event;
  // Where nothing has left before, it is what is frozen from here on; else a page load that has sent keeps what it sent.
  const typed = anew && isProvedNotRun(record) && { typed: now };
  const round = { ...newRound(record, now), touched: now, ...anew, ...typed };
  if (record.status === 'retry' && changed && event.mint) {
    // Nothing happened under the old ID, so nothing can double.
    const next = mint(event.mint, event, now);
    next.effects.push({ type: 'settle', record: settle(record, { status: 'abandoned' }, now) });
    return next;
  }
  // It has come into the slot since the person looked, and is not what they asked for (law 5).
  if (changed && !seen) return keep(record);
  if (record.reason === 'person')
    return policy.check ? ask(round, event, now) : again({ ...round, tapped: at }, able, now);
  const step = record.status === 'check' ? stepOf(record, policy) : 'send';
  if (step === 'check') return ask(round, event, now);
  return step === 'send' && able.sendable ? begin({ ...round, tapped: at }, event, now) : keep(record);
}

/** Does a tap ask for something else than a record that was not there when it was made? What cannot be compared may be. */
function isOther(record: ActionRecord, { mint, compared, sendable }: TapEvent): boolean {
  if (!mint) return !!compared;
  return (record.kept || sendable) && !sameFrozen(mint, record);
}

/** One page load pays for one round: what was under way goes on, `check` takes its step, `retry` waits for a tap (law 6). */
function resumed(record: ActionRecord, event: Situation, now: Instant): Transition {
  const { policy } = event;
  // A round that was ended early (its scope changed, or it moved with a guest who signed in) waits for a tap.
  const { over: ended = false } = record.round;
  // Nor is what this very page load has begun resumed by it: a slow reading finds its own tap, which has had its round.
  if (record.status === 'retry' || (record.owner === event.tab && !ended)) return keep(record);
  const untapped = isFresh(record, policy, now) && !ended;
  const fresh = claim(newRound(closed(record), now), event);
  const round = { ...fresh, round: { ...fresh.round, over: ended } };
  const { due, reason } = record;
  // What the server asked for, such as a Retry-After, outlives a reload; also where that was its answer to a question.
  if (due && age(due.from, now) < due.ms && (untapped || !reason || record.ask))
    return keep(reason ? { ...round, reason, due, ...(record.ask && { ask: true }) } : record);
  if (record.status === 'check' || record.ask) {
    const step = stepOf(record, policy);
    if (step === 'check') return ask(round, event, now);
    if (step === 'send' && untapped && event.sendable) return begin(round, event, now);
    return keep(record.ask ? over(round) : record);
  }
  if (reason === 'person' && policy.check) return ask(round, event, now);
  if (untapped || isProvedNotRun(round)) return again(round, event, now);
  const doubtful: ActionRecord = isOutdated(record, policy, now) ? { ...round, doubt: 'expired' } : round;
  return policy.check ? ask(doubtful, event, now) : keep(over(doubtful));
}

/** Another tab, or this one after it was stopped, continues the recorded round under a raised fence (law 3). */
function takenOver(record: ActionRecord, event: Situation, now: Instant): Transition {
  if (!isActive(record)) return keep(record);
  const mine = claim(record, event);
  if (record.reason === 'checking') return record.round.over ? keep(over(mine)) : ask(mine, event, now);
  const lost = record.attempts.find((attempt) => !attempt.outcome);
  if (!lost) return woken(mine, { ...event, type: 'wake' }, now);
  const outcome = { kind: 'unknown', retry: true, reason: 'unanswered' } as const;
  return transition(mine, { ...event, type: 'answer', attempt: lost.number, outcome }, now);
}

function woken(record: ActionRecord, event: WakeEvent, now: Instant): Transition {
  const { reason, due } = record;
  if (record.status !== 'wait' || reason === 'checking') return keep(record);
  if (reason === 'person') {
    const mine = claim(record, event);
    if (event.focus && event.policy.check) return ask(mine, event, now);
    // A look that can bring nothing does not take the way there off the screen.
    return event.focus && !isBarred(record, event.policy) ? again(mine, event, now) : keep(record);
  }
  const ready = reason === 'offline' ? event.online : !due || age(due.from, now) >= due.ms;
  return ready && record.owner === event.tab ? again(record, event, now) : keep(record);
}

/** Nothing more is sent in this round. What is in flight is still awaited. */
function stopped(record: ActionRecord): ActionRecord {
  const ended = { ...record, round: { ...record.round, over: true } };
  return record.status === 'wait' && record.reason !== 'checking' ? over(ended) : ended;
}

/** Attempts that started and never ended: their tab is gone, so they prove nothing. */
function closed(record: ActionRecord): ActionRecord {
  const attempts = record.attempts.map((attempt) => ({ outcome: 'unknown', ...attempt }));
  return { ...record, attempts };
}
