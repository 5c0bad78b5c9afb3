import { type Ended, refused } from './enter.ts';
import type { ExternalHandler, Operation } from './operation.ts';
import type { Problem } from './problem.ts';
import { refusals } from './refusals.ts';
import type { Surroundings } from './surroundings.ts';

/** One worker's hold on one row. */
export interface Work<Native, Result> {
  around: Surroundings<Native>;
  operation: Operation;
  handler: ExternalHandler<Native, never, Result>;
  requestId: string;
  fence: number;
}

/** Can anybody say what became of an effect, or is a second one harmless? */
export function isRecoverable(handler: { recover?: unknown }, { options }: Operation): boolean {
  return !!handler.recover || options.providerRetention !== undefined;
}

/** The effect may have begun. Whoever comes next asks, if there is anybody to ask; else an operator must. */
export async function leaveOpen<Native, Result>(
  work: Work<Native, Result>,
  problem: Problem = isRecoverable(work.handler, work.operation)
    ? refusals.interrupted()
    : refusals.outcomeUnknown(),
  /** Where another one has the row. */
  otherwise: () => Promise<Ended> = async () => refused(work.requestId, problem),
): Promise<Ended> {
  const { around, requestId, fence } = work;
  // A raised fence: a heartbeat that is still on its way must not make the row look alive.
  const change = { state: 'unknown', lease: 0, fence: fence + 1 } as const;
  const written = await around.store.write(requestId, fence, change, [{ requestId, kind: 'unknown' }]);
  return written ? refused(requestId, problem) : otherwise();
}
