import type { CallFacts } from './call.ts';
import { type Ended, refused } from './enter.ts';
import { type Brought, lateWords, type Place } from './lateWords.ts';
import { leaveOpen } from './letGo.ts';
import type { LogEntry } from './logEntry.ts';
import { lost } from './lost.ts';
import { refusals } from './refusals.ts';
import type { Found } from './store.ts';
import { pause, tell } from './surroundings.ts';
import type { Work } from './work.ts';

/** Before each further try at the store, ms: a broken connection is replaced at once, a database takes longer. */
const AGAIN: readonly number[] = [0, 100, 1000];

/** Leaves the row open, where it is still this worker's. */
export async function leaveLate<Native, Result>(
  work: Work<Native, Result>,
  facts: CallFacts,
  brought: Brought,
): Promise<Ended> {
  try {
    return await leaveOpen(work, undefined, () => comeLate(work, facts, brought));
  } catch (error) {
    work.around.report(error);
    return comeLate(work, facts, brought, false);
  }
}

/**
 * The end of a worker whose row is another one's. It passes on no "nothing has happened", and leaves none standing
 * (law 4): neither because it lost a race for the row, nor because the store fails for a while.
 * @param isLost false where the row may be this worker's still, as only a look can tell
 */
export async function comeLate<Native, Result>(
  work: Work<Native, Result>,
  { operationKey }: CallFacts,
  brought: Brought,
  isLost = true,
): Promise<Ended> {
  const { around, requestId, fence } = work;
  const alarm = (place: Place): void =>
    around.report(new Error(lateWords(brought, requestId, place, operationKey)));
  let known = isLost;
  for (const ms of [0, ...AGAIN]) {
    if (ms) await pause(around, ms);
    try {
      const found = await around.store.find(requestId);
      const place = placeOf(found);
      if (place === 'over') return await lost(work, found);
      // Not stored, and nobody's but ours: whoever comes next asks.
      if (found.row?.fence === fence) return refused(requestId, refusals.interrupted());
      known = true;
      const ended = await contradict(work, brought, found, place, alarm);
      if (ended) return ended;
    } catch (error) {
      around.report(error);
      if (!known) break;
    }
  }
  alarm(known ? 'unmarked' : 'unread');
  return refused(requestId, known ? refusals.outcomeUnknown() : refusals.interrupted());
}

/** @returns nothing where the row has gone on since it was found */
async function contradict<Native, Result>(
  work: Work<Native, Result>,
  brought: Brought,
  found: Found,
  place: Place,
  alarm: (place: Place) => void,
): Promise<Ended | undefined> {
  const { around, requestId } = work;
  const { row } = found;
  // Of a mere doubt such a row tells already.
  if (brought === 'doubt' && (place === 'held' || place === 'open')) return lost(work, found);
  const detail = brought === 'result' ? { detail: 'happened' } : {};
  const entry: LogEntry = { requestId, kind: 'unknown', ...detail };
  if (place === 'held') {
    // That one may store it, or find nothing out, and an operator say `absent` who looked before the call arrived.
    alarm(place);
    await tell(around, [entry]);
    return lost(work, found);
  }
  if (row) {
    // By what was seen: neither does an operator's word that comes in between get lost, nor is this one.
    const change = { state: 'unknown', lease: 0, fence: row.fence + 1 } as const;
    if (!(await around.store.write(requestId, row, change, [entry]))) return undefined;
  }
  alarm(place);
  return refused(requestId, refusals.outcomeUnknown());
}

function placeOf({ row, now }: Found): Place | 'over' {
  if (!row) return 'gone';
  if (row.state === 'answered' || row.state === 'expired') return 'over';
  if (row.state === 'cancelled') return 'cancelled';
  return row.leaseUntil > now ? 'held' : 'open';
}
