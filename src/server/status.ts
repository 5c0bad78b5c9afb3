import { standing } from './decide.ts';
import { type Ended, ended, refused } from './enter.ts';
import { problemResponse } from './problem.ts';
import { refusals } from './refusals.ts';
import type { Surroundings } from './surroundings.ts';

/** What became of an ID, without changing anything: shaped for the client's `check`. */
export async function statusOf<Native>(
  { store }: Surroundings<Native>,
  requestId: string,
  isOwner: (principal: string) => boolean,
): Promise<Ended> {
  const { row, now, busy } = await store.find(requestId);
  // Accepted, not finished: the client asks again within its round.
  const unfinished = (): Ended => ({
    response: problemResponse({ ...refusals.inProgress(1), status: 202 }, requestId),
    entries: [],
  });
  if (!row) return busy ? unfinished() : refused(requestId, refusals.absent());
  if (row.state === 'cancelled' && !row.fingerprint) return refused(requestId, refusals.cancelled());
  if (!isOwner(row.principal)) return refused(requestId, refusals.scopeMismatch());
  const decision = standing(row, now, { recoverable: false });
  if (decision.do === 'take') return refused(requestId, refusals.absent());
  if (decision.do === 'refuse' && decision.problem.code === 'in_progress') return unfinished();
  return decision.do === 'replay' || decision.do === 'refuse' ? ended(requestId, decision) : unfinished();
}
