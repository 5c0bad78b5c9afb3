import type { Policy } from './action.ts';
import { age, type Instant } from './age.ts';
import type { ActionRecord } from './record.ts';
import type { Step } from './view.ts';

/** Open actions hold their slot (law 4). */
export function isOpen({ status }: ActionRecord): boolean {
  return status === 'pending' || status === 'wait' || status === 'retry' || status === 'check';
}

/** It needs a sender: in flight, or waiting for a machine rather than a person. */
export function isActive({ status, reason }: ActionRecord): boolean {
  return status === 'pending' || (status === 'wait' && reason !== 'person');
}

/** Every attempt that started ended with proof that it did not run. What barred the ID was an answer, and no such proof. */
export function isProvedNotRun({ attempts, forgotten, barred }: ActionRecord): boolean {
  return !forgotten && !barred && attempts.every((attempt) => attempt.notRun);
}

/** An attempt has no outcome yet. */
export function isInFlight({ attempts }: ActionRecord): boolean {
  return attempts.some((attempt) => !attempt.outcome);
}

/** The client may still send on its own (law 10). */
export function isFresh(
  { tapped }: Pick<ActionRecord, 'tapped'>,
  { freshness }: Policy,
  now: Instant,
): boolean {
  return age(tapped, now) <= freshness;
}

/**
 * From when on a wait grows stale. Whoever is at their bank is waited for from their last tap on, also one that renewed
 * no freshness: to show them the way there sends nothing (law 10).
 */
export function waitsSince({ reason, tapped, touched = tapped }: ActionRecord): Instant {
  return reason === 'person' ? touched : tapped;
}

/** The ID may no longer be sent at all (law 10). */
export function isExpired(
  { minted }: Pick<ActionRecord, 'minted'>,
  { retention }: Policy,
  now: Instant,
): boolean {
  return age(minted, now) > retention;
}

/** It is past its retention for certain: what it answered is no longer kept. A clock that was set back says nothing of that. */
export function isOutdated(
  { minted, ended = minted }: ActionRecord,
  { retention }: Policy,
  now: Instant,
): boolean {
  const since = age(ended, now);
  return since > retention && since < Number.POSITIVE_INFINITY;
}

/** The endpoint does not honour the ID: declared so now, or when the ID was minted (law 12). */
export function isUnprotected({ unprotected }: ActionRecord, { endpoint }: Policy): boolean {
  return unprotected || endpoint === 'unprotected';
}

/** Sending the ID once more is never right: it may run twice (law 12), or can only bring the same refusal. */
export function isBarred(record: ActionRecord, policy: Policy): boolean {
  return !!record.barred || (isUnprotected(record, policy) && !isProvedNotRun(record));
}

/** The step that is left in `check` (design §3). */
export function stepOf(record: ActionRecord, policy: Policy): Step {
  if (policy.check && !record.absent) return 'check';
  return isBarred(record, policy) || record.doubt === 'expired' ? 'none' : 'send';
}

/** Ms of the round's deadline that are left. */
export function timeLeft({ round }: ActionRecord, { deadline }: Policy, now: Instant): number {
  return deadline - round.spent - (round.since ? age(round.since, now) : 0);
}
