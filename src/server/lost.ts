import { standing } from './decide.ts';
import { type Ended, ended, refused } from './enter.ts';
import { refusals } from './refusals.ts';
import type { Found } from './store.ts';
import { isRecoverable, type Work } from './work.ts';

/** Another worker has the row: whatever that one wrote is the answer. */
export async function lost<Native, Result>(
  { around, requestId, handler, operation }: Work<Native, Result>,
  found?: Found,
): Promise<Ended> {
  const { row, now } = found ?? (await around.store.find(requestId));
  const decision = row && standing(row, now, { recoverable: isRecoverable(handler, operation) });
  if (decision?.do === 'replay' || decision?.do === 'refuse') return ended(requestId, decision);
  return refused(requestId, refusals.inProgress(1));
}
