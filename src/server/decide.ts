import type { Problem } from './problem.ts';
import { refusals } from './refusals.ts';
import type { Row, StoredAnswer } from './row.ts';
import type { Claimed } from './store.ts';

/** A call, as the table sees it. */
export interface Arrival {
  principal: string;
  /** By the current secret first; then by those before it, since a retry can outlive a rotation. */
  fingerprints: readonly string[];
  operation: string;
  /** The creation time in its ID, Unix ms. */
  createdAt: number | undefined;
}

export interface Rules {
  /** How long keys are kept, ms; `null`: for ever. */
  keys: number | null;
  /** Somebody can say what became of an effect that was interrupted, or the provider recognises a repeat. */
  recoverable: boolean;
  /** What another ID for the same business object gets. */
  duplicate: 'refuse' | 'answer';
}

export type Decision =
  /** The row is new and ours. */
  | { do: 'run' }
  /** Its worker is gone and nothing had begun: ours from here on, under a raised fence. */
  | { do: 'take'; row: Row }
  /** Its worker is gone and the effect may have begun. */
  | { do: 'recover'; row: Row }
  /** Nothing ran under the other ID, so it is ended, and this one is claimed again. */
  | { do: 'supersede'; rival: Row }
  /** `share`: it is another ID's, so it is stored under this one first. Else this one could run once that is forgotten. */
  | { do: 'replay'; answer: StoredAnswer; share?: true }
  /** `spend`: it promises that nothing ever happens under this ID, so a tombstone comes first. */
  | { do: 'refuse'; problem: Problem; spend?: true };

/** The principal of public operations; `principal` can never say it, since `''` is nobody. */
export const PUBLIC = '';

/** An ID from further ahead than this is of a clock that is wrong, ms. */
export const CLOCK_SKEW = 300_000;

/** Every rule of the server half: what a call under an ID gets, by what the table says of it. Pure. */
export function decide(
  { now, row, claimed, busy, rival }: Claimed,
  arrival: Arrival,
  rules: Rules,
): Decision {
  const refuse = (problem: Problem) => ({ do: 'refuse', problem }) as const;
  if (busy) return refuse(refusals.inProgress(1));
  if (claimed || !row) {
    const { createdAt } = arrival;
    if (rules.keys !== null) {
      if (createdAt === undefined) return refuse(refusals.keyWithoutTime());
      if (createdAt - now > CLOCK_SKEW) return { ...refuse(refusals.clockSkew(now)), spend: true };
      // It may have been here and be forgotten: a late retry must not slip through after a purge.
      if (now - createdAt > rules.keys) return refuse(refusals.keyTooOld(now));
    }
    if (claimed) return { do: 'run' };
    return rival ? contested(rival, now, arrival, rules) : refuse(refusals.inProgress(1));
  }
  // A tombstone tells nothing of anybody. While its time has not come, the clock is what is to be repaired.
  if (row.state === 'cancelled' && !row.fingerprint)
    return refuse(
      arrival.createdAt !== undefined && arrival.createdAt - now > CLOCK_SKEW
        ? refusals.clockSkew(now)
        : refusals.cancelled(),
    );
  if (row.principal !== arrival.principal) return refuse(refusals.scopeMismatch());
  if (row.operation !== arrival.operation || !arrival.fingerprints.includes(row.fingerprint))
    return refuse(refusals.keyReused());
  return standing(row, now, rules);
}

/** What a row says to the one whose it is. */
export function standing(row: Row, now: number, { recoverable }: Pick<Rules, 'recoverable'>): Decision {
  const refuse = (problem: Problem): Decision => ({ do: 'refuse', problem });
  const alive = row.leaseUntil > now;
  switch (row.state) {
    case 'answered':
      return row.answer ? { do: 'replay', answer: row.answer } : refuse(refusals.resultExpired());
    case 'expired':
      return refuse(refusals.resultExpired(row.answer?.status));
    case 'cancelled':
      return refuse(refusals.cancelled());
    case 'pending':
      return alive ? refuse(refusals.inProgress(secondsUntil(row, now))) : { do: 'take', row };
    case 'started':
    case 'unknown':
      if (alive) return refuse(refusals.inProgress(secondsUntil(row, now)));
      return recoverable ? { do: 'recover', row } : refuse(refusals.outcomeUnknown());
  }
}

/** Another ID holds the same business object: this is what stops a second device. */
function contested(rival: Row, now: number, arrival: Arrival, rules: Rules): Decision {
  if (rival.state === 'pending' && rival.leaseUntil <= now) return { do: 'supersede', rival };
  const theirs = rival.state === 'answered' && rival.answer?.body ? rival.answer : undefined;
  // In a public operation everybody is the same principal: whoever names the object need not be who did it.
  const same = rival.principal === arrival.principal && arrival.principal !== PUBLIC;
  if (theirs && same && rules.duplicate === 'answer') return { do: 'replay', answer: theirs, share: true };
  return { do: 'refuse', problem: refusals.alreadyOpen(), spend: true };
}

/** Not the whole lease: most workers end long before it. */
function secondsUntil({ leaseUntil }: Row, now: number): number {
  return Math.min(2, Math.max(1, Math.ceil((leaseUntil - now) / 1000)));
}
