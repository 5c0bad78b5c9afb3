import { type Admitted, callOf } from './call.ts';
import { complete, settleAnswer } from './complete.ts';
import { turnedAway } from './door.ts';
import { type Ended, enter, refused, type Visit } from './enter.ts';
import { EffectNotBegunError } from './errors/effectNotBegunError.ts';
import { leaveLate } from './lateEnd.ts';
import { keepLease } from './lease.ts';
import { leaveOpen, release } from './letGo.ts';
import { lookUp } from './lookUp.ts';
import { lost } from './lost.ts';
import { type Moment, momentOf } from './moment.ts';
import type { ExternalHandler, Operation, Recovery } from './operation.ts';
import { refusals } from './refusals.ts';
import { transact } from './rollback.ts';
import { type Surroundings, tell } from './surroundings.ts';
import type { Work } from './work.ts';

/**
 * An effect at somebody else's. That it may have begun is committed before its call leaves; afterwards the answer is.
 * No lease and no fence stops a call that is already on its way: only the provider's own idempotency key does.
 */
export async function runExternal<Native, Context, Result>(
  around: Surroundings<Native>,
  operation: Operation,
  handler: ExternalHandler<Native, Context, Result>,
  call: Admitted<Context>,
  visit: Visit,
): Promise<Ended> {
  const { requestId } = call;
  const { lease, maxRun } = operation.options;
  const first = handler.prepare ? 'pending' : 'started';
  const asked = momentOf(around);
  try {
    const entrance = await transact<Native, Awaited<ReturnType<typeof enter>> & { fence?: number }>(
      around.store,
      async (tx, undo) => {
        const found = await enter(tx, { ...visit, claim: { ...visit.claim, state: first, lease } });
        if (found.how === 'end') return undo(found);
        const { row } = found;
        const fence = (row?.fence ?? 0) + 1;
        const written = row
          ? await tx.write(
              requestId,
              row,
              { fence, lease, state: found.how === 'take' ? first : 'started' },
              [{ requestId, kind: 'taken_over', detail: call.traceparent }],
            )
          : await tx.write(requestId, fence, {}, [
              { requestId, kind: 'arrived', detail: call.traceparent },
              ...(first === 'started' ? [{ requestId, kind: 'started' } as const] : []),
            ]);
        return written
          ? { ...found, fence }
          : undo({ how: 'end', ended: refused(requestId, refusals.inProgress(1)) });
      },
      { claims: visit.claim },
    );
    if (entrance.how === 'end') return entrance.ended;
    const work: Work<Native, Result> = {
      around,
      operation,
      handler,
      requestId,
      fence: entrance.fence ?? 1,
    };
    const held = keepLease(around, requestId, work.fence, { lease, maxRun });
    try {
      const watched = { ...call, signal: held.signal };
      const end = await (entrance.how === 'recover'
        ? recover(work, watched)
        : begin(work, watched, handler, asked));
      // This call has its line, as one that arrived: another one would count it twice.
      return { ...end, entries: [] };
    } catch (error) {
      around.report(error);
      return { ...refused(requestId, refusals.interrupted()), entries: [] };
    } finally {
      held.stop();
    }
  } catch (error) {
    around.report(error);
    return refused(requestId, refusals.storeDown());
  }
}

/** What can refuse comes first; then the row says `started`; then the call leaves. */
async function begin<Native, Context, Result>(
  work: Work<Native, Result>,
  call: Admitted<Context>,
  handler: ExternalHandler<Native, Context, Result>,
  claimed: Moment,
): Promise<Ended> {
  const { around, requestId, fence, operation } = work;
  let asked = claimed;
  if (handler.prepare) {
    let refusal: Response | undefined;
    try {
      refusal = await handler.prepare(callOf(call));
    } catch (error) {
      around.report(error);
      return release(work, 'handler_failed', refused(requestId, refusals.handlerFailed()).response);
    }
    if (refusal) return settleAnswer(work, refusal);
    const change = { state: 'started', lease: operation.options.lease } as const;
    asked = momentOf(around);
    const started = await around.store.write(requestId, fence, change, [{ requestId, kind: 'started' }]);
    if (!started) return lost(work);
  }
  return execute(work, call, handler, asked);
}

/** @param asked when the lease was; `undefined` for an effect that may have happened, and is executed once more */
async function execute<Native, Context, Result>(
  work: Work<Native, Result>,
  call: Admitted<Context>,
  handler: ExternalHandler<Native, Context, Result>,
  asked?: Moment,
): Promise<Ended> {
  const away = await turnedAway(work, asked);
  if (away) return away;
  let result: Result;
  try {
    result = await handler.execute(call.operationKey, callOf(call));
  } catch (error) {
    work.around.report(error);
    if (!(error instanceof EffectNotBegunError)) return leaveLate(work, call, 'doubt');
    // Of an earlier execution it proves nothing.
    return asked
      ? release(work, error.code, refused(call.requestId, refusals.handlerFailed()).response)
      : leaveOpen(work);
  }
  return complete(work, result, call);
}

async function recover<Native, Context, Result>(
  work: Work<Native, Result>,
  call: Admitted<Context>,
): Promise<Ended> {
  const { around, operation, requestId } = work;
  const handler = work.handler as ExternalHandler<Native, Context, Result>;
  const found: Recovery<Result> = handler.recover
    ? await lookUp(around, work.handler, call)
    : { found: 'absent' };
  await tell(around, [{ requestId, kind: 'recovered', detail: found.found }]);
  if (found.found === 'done') return complete(work, found.result, call);
  if (found.found === 'absent' && operation.options.providerRetention !== undefined)
    return execute(work, call, handler);
  return leaveOpen(work, refusals.outcomeUnknown());
}
