import { age, type Instant } from './age.ts';
import type { AnswerEvent, AskedEvent, Transition } from './event.ts';
import { mint } from './mint.ts';
import type { Outcome } from './outcome.ts';
import type { ActionRecord } from './record.ts';
import { begin, delay, keep, over, pause, settle } from './round.ts';
import { isBarred, isFresh, isOpen, isProvedNotRun, isUnprotected } from './standing.ts';

/** Longer than any attempt: what a clock that jumped says is not stored as a duration. */
const DAY = 86_400_000;

/** A server at work is not asked again sooner, ms, with the jitter of our own delays: an app's may be 0 (law 6). */
const POLL = 300;

/**
 * What the end of an attempt makes of the record. Answers can come late: after a timeout, a takeover, an abandon.
 * Then proof settles (`done` beats `declined`), anything else only closes its own attempt (design §3).
 */
export function answered(record: ActionRecord, event: AnswerEvent, now: Instant): Transition {
  const { outcome } = event;
  const own = record.attempts.find((attempt) => attempt.number === event.attempt);
  const late = record.status !== 'pending' || !own || own.outcome;
  const notRun = outcome.kind === 'unreached' || outcome.kind === 'declined' || outcome.kind === 'renew';
  const next: ActionRecord = {
    ...record,
    attempts: record.attempts.map((attempt) =>
      attempt === own
        ? {
            ...attempt,
            outcome: outcome.kind,
            ms: Math.min(age(attempt.at, now), DAY),
            ...(notRun && { notRun }),
          }
        : attempt,
    ),
  };
  const proved = proof(next, outcome, now);
  if (proved || late) return keep(proved ?? next);
  if (outcome.kind !== 'renew') return goOn(next, outcome, event, now);
  // The server refused the ID for its time. That proves something about this attempt alone.
  if (!isProvedNotRun(next)) return keep(over(next, 'expired'));
  // Refused again: no ID of this client's will do now, and the old one never. Nothing happened, so the slot is free.
  if (!event.mint || record.renewed) return keep(settle(next, { status: 'expired' }, now));
  if (record.round.over || !isFresh(record, event.policy, now)) return keep(over(next));
  const renewed = mint({ ...event.mint }, event, now);
  const { tapped, touched } = record;
  return {
    record: renewed.record && { ...renewed.record, tapped, ...(touched && { touched }), renewed: true },
    effects: [...renewed.effects, { type: 'settle', record: settle(next, { status: 'abandoned' }, now) }],
  };
}

/** What an answer to `check` makes of the record. A question is no attempt, so it closes none. */
export function asked(record: ActionRecord, event: AskedEvent, now: Instant): Transition {
  const { outcome, policy } = event;
  // A status endpoint's own refusal, such as a 401, speaks of the question.
  const beside = outcome.kind === 'declined' && outcome.proof === 'attempt';
  const proved = beside ? undefined : proof(record, outcome, now);
  if (proved || record.reason !== 'checking' || record.owner !== event.tab) return keep(proved ?? record);
  if (outcome.kind !== 'absent') return goOn({ ...record, absent: false }, outcome, event, now);
  const absent = { ...record, absent: true };
  const resend =
    event.sendable && record.doubt !== 'expired' && !isBarred(record, policy) && isFresh(record, policy, now);
  return resend ? begin(absent, event, now) : keep(over(absent));
}

/** The settled record, where an outcome proves what became of the action. */
function proof(record: ActionRecord, outcome: Outcome, now: Instant): ActionRecord | undefined {
  if (outcome.kind === 'done' && record.status !== 'done') {
    const late = !isOpen(record) && { late: true };
    const { decline: _, ...rest } = record;
    return settle(
      rest,
      { status: 'done', data: outcome.data, hidden: false, delivered: false, ...late },
      now,
    );
  }
  if (outcome.kind === 'declined' && isOpen(record) && (outcome.proof === 'action' || isProvedNotRun(record)))
    return settle(record, { status: 'declined', decline: outcome.decline }, now);
  return undefined;
}

/** No proof: go on after a while, wait for the person, or end the round. */
function goOn(
  record: ActionRecord,
  outcome: Outcome,
  event: AnswerEvent | AskedEvent,
  now: Instant,
): Transition {
  const { policy, draw } = event;
  const { round } = record;
  const attempted = event.type === 'answer';
  // An app's own generator may be below zero, and a Retry-After is a floor all the same. Or it throws: no retry is left.
  const backoff = (retry: number) => {
    try {
      const ms = policy.retry(retry, () => draw);
      return ms && Math.max(0, ms);
    } catch {
      return undefined;
    }
  };
  const floor = ('retryAfter' in outcome && outcome.retryAfter) || 0;
  // To show the person the way sends nothing again, whatever the endpoint honours.
  if (outcome.kind === 'processing' && outcome.next && !round.over)
    return keep({ ...pause(record, 'person', event, now), next: outcome.next });
  // Law 12: after an attempt that may have left nothing is sent again. A question may be asked again.
  if (attempted && isUnprotected(record, policy) && !isProvedNotRun(record))
    return delay({ ...record, doubt: 'unprotected' }, 'backoff', undefined, floor, event, now);
  switch (outcome.kind) {
    case 'processing': {
      const said = backoff(Math.max(0, Math.min(round.polls, policy.retry.retries - 1))) ?? 1000;
      const base = Math.max(said, POLL * (0.5 + draw));
      const polled = { ...record, round: { ...round, polls: round.polls + 1 } };
      return delay(polled, 'processing', base, floor, event, now);
    }
    case 'unreached':
    case 'unknown': {
      if (outcome.kind === 'unknown' && !outcome.retry) {
        if (!attempted) break;
        const ended = over(record, outcome.reason);
        return keep(outcome.barred ? { ...ended, barred: true } : ended);
      }
      // Whatever its generator says, its `retries` are the cap of the round (law 6).
      const base = round.retries < policy.retry.retries ? backoff(round.retries) : undefined;
      const retried = { ...record, round: { ...round, retries: round.retries + 1 } };
      return delay(retried, 'backoff', base, floor, event, now);
    }
    case 'declined':
      if (attempted) return keep(over(record, 'refused'));
  }
  return keep(over(record));
}
