import { type Ended, refused } from './enter.ts';
import type { LogEntry } from './logEntry.ts';
import { lost } from './lost.ts';
import type { Problem } from './problem.ts';
import { refusals } from './refusals.ts';
import { isRecoverable, type Work } from './work.ts';

/** Nothing has begun: the next attempt may take the row at once. */
export async function release<Native, Result>(
  work: Work<Native, Result>,
  detail: string,
  response: Response,
): Promise<Ended> {
  const { around, requestId, fence } = work;
  const entry: LogEntry = { requestId, kind: 'released', detail };
  const change = { state: 'pending', lease: 0, fence: fence + 1 } as const;
  const written = await around.store.write(requestId, fence, change, [entry]);
  return written ? { response, entries: [] } : lost(work);
}

/** The effect may have begun. Whoever comes next asks, if there is anybody to ask; else an operator must. */
export async function leaveOpen<Native, Result>(
  work: Work<Native, Result>,
  problem: Problem = isRecoverable(work.handler, work.operation)
    ? refusals.interrupted()
    : refusals.outcomeUnknown(),
  /** Where another one has the row. */
  otherwise: () => Promise<Ended> = () => lost(work),
): Promise<Ended> {
  const { around, requestId, fence } = work;
  // A raised fence: a heartbeat that is still on its way must not make the row look alive.
  const change = { state: 'unknown', lease: 0, fence: fence + 1 } as const;
  const written = await around.store.write(requestId, fence, change, [{ requestId, kind: 'unknown' }]);
  return written ? refused(requestId, problem) : otherwise();
}
