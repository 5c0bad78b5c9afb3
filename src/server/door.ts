import { type Ended, refused } from './enter.ts';
import { leaveOpen, release } from './letGo.ts';
import { lost } from './lost.ts';
import { type Moment, momentOf, since } from './moment.ts';
import { refusals } from './refusals.ts';
import type { Work } from './work.ts';

/** A process that is stopped each time it asks, or a store that takes a whole lease for it, is not waited for (law 6). */
const RENEWALS = 3;

/**
 * A worker's way to its effect: whether its row is still its own is looked at in the task of the call (law 3). Its lease
 * counts from when it was asked for, so that it is over here before it is over in the database. This narrows what no
 * lease can close: a process can be stopped between this look and the wire.
 *
 * @param asked when its lease was; `undefined` for an effect that is executed once more: there all is asked anew
 * @returns nothing where the call may leave; else what to answer
 */
export async function turnedAway<Native, Result>(
  work: Work<Native, Result>,
  asked: Moment | undefined,
): Promise<Ended | undefined> {
  const { around, operation, requestId, fence } = work;
  const { lease } = operation.options;
  const isHeld = (from: Moment): boolean => since(around, from) < lease;
  if (asked && isHeld(asked)) return undefined;
  for (let tries = 0; tries < RENEWALS; tries += 1) {
    const renewed = momentOf(around);
    if (!(await around.store.write(requestId, fence, { lease }))) return lost(work);
    if (!asked && !(await isHarmless(work))) return leaveOpen(work, refusals.outcomeUnknown());
    if (isHeld(renewed)) return undefined;
  }
  return asked
    ? release(work, 'stalled', refused(requestId, refusals.storeDown()).response)
    : leaveOpen(work);
}

/**
 * May an effect that has perhaps happened be executed once more, within a lease from now? A lookup can lag behind a call
 * in flight: only a provider that recognises the repeat makes a second one safe. And what somebody has heard will never
 * happen, they may have done under another ID by now (law 4).
 */
async function isHarmless<Native, Result>({
  around: { store },
  operation,
  requestId,
}: Work<Native, Result>): Promise<boolean> {
  const { providerRetention = 0, lease } = operation.options;
  const { row, now } = await store.find(requestId);
  if (!row || now - (row.startedAt ?? row.createdAt) >= providerRetention - lease) return false;
  return !(await store.trace(requestId)).some(({ kind }) => kind === 'cancelled');
}
