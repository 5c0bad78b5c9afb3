import { firstAnswer, isRefusal, isStorable, readAnswer } from './answer.ts';
import type { Call } from './call.ts';
import { type Ended, enter, refused, type Visit } from './enter.ts';
import type { LogEntry } from './logEntry.ts';
import type { LocalHandler, Operation } from './operation.ts';
import { refusals } from './refusals.ts';
import { isUndo, transact } from './rollback.ts';
import { type Surroundings, tell } from './surroundings.ts';

/** The claim, the work, the stored answer and the log in one transaction: all of it, or nothing. */
export async function runLocal<Native, Context>(
  around: Surroundings<Native>,
  { options }: Operation,
  handler: LocalHandler<Native, Context>,
  call: Call<Context>,
  visit: Visit,
): Promise<Ended> {
  const { requestId } = call;
  const log = (kind: LogEntry['kind'], detail?: string): LogEntry => ({
    requestId,
    kind,
    ...(detail !== undefined && { detail }),
  });
  /** Once the handler has run, a transaction that failed may have been committed. */
  let begun = false;
  try {
    const result = await transact<Native, Ended>(
      around.store,
      async (tx, undo) => {
        const entrance = await enter(tx, visit);
        if (entrance.how === 'end') return undo(entrance.ended);
        if (entrance.how === 'recover') return undo(refused(requestId, refusals.outcomeUnknown()));
        let fence = 1;
        if (entrance.row) {
          fence = entrance.row.fence + 1;
          if (!(await tx.write(requestId, entrance.row.fence, { fence })))
            return undo(refused(requestId, refusals.inProgress(1)));
        }
        begun = true;
        let response: Response;
        try {
          response = await handler(call, tx.native);
          if (!isStorable(response.status))
            return undo({ response, entries: [log('arrived'), log('released', String(response.status))] });
          const answer = await readAnswer(response, options.keepHeaders, options.maxAnswer);
          const stored = options.answers === 'status' ? { ...answer, body: new Uint8Array() } : answer;
          const written = await tx.write(
            requestId,
            fence,
            {
              state: 'answered',
              lease: 0,
              answer: stored,
              answers: options.answersFor,
              ...(isRefusal(answer.status) && { freeUnique: true }),
            },
            [log('arrived', call.traceparent), log('answered', String(answer.status))],
          );
          if (!written) return undo(refused(requestId, refusals.inProgress(1)));
          return { response: firstAnswer(answer, response.headers), entries: [] };
        } catch (error) {
          if (isUndo(error)) throw error;
          around.report(error);
          return undo({
            ...refused(requestId, refusals.handlerFailed()),
            entries: [log('arrived'), log('released', 'handler_failed')],
          });
        }
      },
      options.lease,
    );
    if (result.entries.length) await tell(around, result.entries);
    return result;
  } catch (error) {
    around.report(error);
    return refused(requestId, begun ? refusals.interrupted() : refusals.storeDown());
  }
}
