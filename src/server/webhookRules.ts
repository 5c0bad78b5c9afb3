import { CLOCK_SKEW } from './decide.ts';
import type { Problem } from './problem.ts';
import { refusals } from './refusals.ts';
import type { StoredAnswer } from './row.ts';
import type { Claimed } from './store.ts';
import { webhookRefusals } from './webhookRefusals.ts';

export type EventDecision =
  | { do: 'run' }
  | { do: 'replay'; answer: StoredAnswer }
  | { do: 'refuse'; problem: Problem };

/** What a delivery gets, by what the table says of its event. Pure. */
export function decideEvent(
  { now, row, claimed }: Claimed,
  createdAt: number,
  retention: number | null,
): EventDecision {
  if (!claimed) {
    // Without its body, too: a sender only wants to know that it has been applied. No row: the first delivery is at work.
    return row?.answer
      ? { do: 'replay', answer: row.answer }
      : { do: 'refuse', problem: refusals.inProgress(1) };
  }
  // It may have been here and be forgotten: a late one must not slip through after a purge.
  if (retention !== null && now - createdAt > retention)
    return { do: 'refuse', problem: webhookRefusals.eventTooOld() };
  // As a watermark it would hold off everything that is right.
  if (createdAt - now > CLOCK_SKEW) return { do: 'refuse', problem: webhookRefusals.eventFromAhead(now) };
  return { do: 'run' };
}

/** - `held_off`: a newer event of its object has been applied. - `tied`: one of the same time has been. */
export type Place = 'newest' | 'tied' | 'held_off';

/** @param before the watermark of the event's object so far, Unix ms */
export function placeOf(before: number | null, createdAt: number): Place {
  if (before === null || createdAt > before) return 'newest';
  return createdAt === before ? 'tied' : 'held_off';
}
