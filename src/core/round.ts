import { age, type Instant } from './age.ts';
import type { Situation, Transition } from './event.ts';
import type { ActionRecord } from './record.ts';
import { isBarred, isExpired, isFresh, isProvedNotRun, isUnprotected, timeLeft } from './standing.ts';
import type { CheckReason } from './view.ts';

/** Attempts that a record lists; an older one that may have run is remembered as `forgotten`. */
const LISTED = 32;

/** A record with nothing to be done about it. */
export const keep = (record: ActionRecord | null): Transition => ({ record, effects: [] });

/** A fresh round: no retry used, the deadline running from now (law 6). */
export function newRound(record: ActionRecord, now: Instant): ActionRecord {
  return { ...clear(record), round: { spent: 0, since: now, retries: 0, polls: 0 } };
}

/** This tab becomes the sender; a change of owner raises the fence (law 3). */
export function claim(record: ActionRecord, { tab }: Situation): ActionRecord {
  return record.owner === tab ? record : { ...record, owner: tab, fence: record.fence + 1 };
}

/** The next attempt of a round: the same ID again, a question where only that may leave, or the end. */
export function again(record: ActionRecord, event: Situation, now: Instant): Transition {
  const barred = isBarred(record, event.policy);
  if (event.policy.check && (record.ask || barred || !(event.sendable || isProvedNotRun(record))))
    return ask(record, event, now);
  if (barred || !event.sendable)
    return keep(over(record, isUnprotected(record, event.policy) ? 'unprotected' : undefined));
  return begin(record, event, now);
}

/**
 * Starts an attempt: marked before it is sent (law 2), bounded by what is left of the deadline (law 6), never past
 * freshness or retention (law 10). Offline it waits, with the deadline stopped.
 */
export function begin(record: ActionRecord, event: Situation, now: Instant): Transition {
  const { policy } = event;
  const left = timeLeft(record, policy, now);
  if (left <= 0 || record.round.over || !isFresh(record, policy, now) || isExpired(record, policy, now))
    return keep(over(record));
  // A new attempt may run: what was absent before says nothing any more.
  const { absent: _, ...known } = clear(record);
  const mine = claim(known, event);
  if (!event.online) return keep(pause(mine, 'offline', event, now));
  const attempts = mine.attempts.slice(1 - LISTED);
  const number = (attempts.at(-1)?.number ?? 0) + 1;
  const timeout = Math.min(policy.timeout, left);
  const forgotten = mine.forgotten || (attempts.length < mine.attempts.length && !mine.attempts[0]?.notRun);
  return {
    record: {
      ...mine,
      ...(forgotten && { forgotten }),
      status: 'pending',
      attempts: [...attempts, { number, at: now, timeout }],
      round: { since: now, ...mine.round },
    },
    effects: [{ type: 'send', attempt: number, timeout }],
  };
}

/** Asks the server what became of the ID. No attempt: neither age nor endpoint forbid it (design §3). */
export function ask(record: ActionRecord, event: Situation, now: Instant): Transition {
  const left = timeLeft(record, event.policy, now);
  if (left <= 0) return keep(over(record));
  const mine = claim(clear(record), event);
  return {
    record: { ...mine, status: 'wait', reason: 'checking', ask: true, round: { since: now, ...mine.round } },
    effects: [{ type: 'ask', timeout: Math.min(event.policy.timeout, left) }],
  };
}

/**
 * Waits before the next attempt, `floor` being what the server asked for, and `backoff` what comes on top, `undefined`
 * where no retry is left. A delay that reaches past the deadline ends the round now (law 6).
 */
export function delay(
  record: ActionRecord,
  reason: 'backoff' | 'processing',
  backoff: number | undefined,
  floor: number,
  { policy }: Situation,
  now: Instant,
): Transition {
  const ms = (backoff ?? Number.POSITIVE_INFINITY) + floor;
  if (
    record.round.over ||
    !(ms < timeLeft(record, policy, now)) ||
    // A question is no sending, so it may be asked again at any age (law 10).
    !(record.ask || isFresh(record, policy, now))
  )
    // The next page load waits for it, too.
    return keep({
      ...over(record),
      ...(floor > 0 && { due: { from: now, ms: Math.min(floor, policy.retention) } }),
    });
  const due = { from: now, ms };
  return keep({ ...clear(record), ...(record.ask && { ask: true }), status: 'wait', reason, due });
}

/** Waits with the deadline stopped: offline, or while the person is elsewhere (law 6). */
export function pause(
  record: ActionRecord,
  reason: 'offline' | 'person',
  { policy }: Situation,
  now: Instant,
): ActionRecord {
  const { since: _, ...round } = record.round;
  return {
    ...clear(record),
    status: 'wait',
    reason,
    round: { ...round, spent: policy.deadline - Math.max(0, timeLeft(record, policy, now)) },
  };
}

/** The round is over without an answer: `retry` where nothing can have happened, else `check` (law 7). */
export function over(record: ActionRecord, doubt?: CheckReason): ActionRecord {
  return isProvedNotRun(record)
    ? { ...clear(record), status: 'retry' }
    : { ...clear(record), status: 'check', doubt: doubt ?? record.doubt ?? 'unanswered' };
}

/**
 * Ends the action and frees its slot (law 4). By a clock that was set back it would end too early, or before it began, and
 * be kept for too short a time: by its age it does not.
 */
export function settle(
  record: ActionRecord,
  end: Partial<ActionRecord> & Pick<ActionRecord, 'status'>,
  now: Instant,
): ActionRecord {
  const { minted } = record;
  const since = age(minted, now);
  const ended = since < Number.POSITIVE_INFINITY ? { ...now, wall: minted.wall + since } : minted;
  return { ...clear(record), ...end, ended };
}

/** Without the marks of a wait. */
function clear(record: ActionRecord): ActionRecord {
  const { reason: _r, due: _d, ask: _a, next: _n, ...rest } = record;
  return rest;
}
