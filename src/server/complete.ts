import { firstAnswer, isStorable, readAnswer } from './answer.ts';
import type { CallFacts } from './call.ts';
import { standing } from './decide.ts';
import { type Ended, ended, refused } from './enter.ts';
import { AnswerTooLargeError } from './errors/answerTooLargeError.ts';
import { StreamingResponseError } from './errors/streamingResponseError.ts';
import type { LogEntry } from './logEntry.ts';
import { refusals } from './refusals.ts';
import { transact } from './rollback.ts';
import type { StoredAnswer } from './row.ts';
import { settlement } from './settlement.ts';
import type { Found } from './store.ts';
import { isRecoverable, leaveOpen, type Work } from './work.ts';

/** The effect has happened: its answer, its business writes and the log commit together, under the fence. */
export async function complete<Native, Result>(
  work: Work<Native, Result>,
  result: Result,
  facts: CallFacts,
): Promise<Ended> {
  const { around, handler, requestId } = work;
  let committing = false;
  try {
    const completed = await transact<Native, Ended | undefined>(
      around.store,
      async (tx, undo) => {
        const response = await handler.respond(result, tx.native, facts);
        if (!isStorable(response.status))
          throw new Error(
            `\`respond\` answered ${response.status}: the effect has happened, so answer with what it was.`,
          );
        const answer = await answerOf(work, response);
        committing = true;
        const written = await tx.write(requestId, work.fence, settlement(work.operation, answer), [
          { requestId, kind: 'answered', detail: String(answer.status) },
        ]);
        if (!written) return undo(undefined);
        return { response: given(requestId, answer, response), entries: [] };
      },
      { idle: work.operation.options.lease },
    );
    // After the transaction, not in it: asking needs a connection of its own.
    return completed ?? (await lostWithResult(work, facts));
  } catch (error) {
    around.report(error);
    if (committing) return refused(requestId, refusals.interrupted());
    return leaveOpen(work, undefined, () => lostWithResult(work, facts));
  }
}

/** An answer that needed no effect. One that is not to be stored frees the ID. */
export async function settleAnswer<Native, Result>(
  work: Work<Native, Result>,
  response: Response,
): Promise<Ended> {
  const { around, requestId, fence, operation } = work;
  if (!isStorable(response.status)) return release(work, String(response.status), response);
  let answer: StoredAnswer;
  try {
    answer = await readAnswer(response, operation.options.keepHeaders, operation.options.maxAnswer);
  } catch (error) {
    around.report(error);
    return release(work, 'handler_failed', refused(requestId, refusals.handlerFailed()).response);
  }
  const written = await around.store.write(requestId, fence, settlement(work.operation, answer), [
    { requestId, kind: 'answered', detail: String(answer.status) },
  ]);
  if (!written) return lost(work);
  return { response: firstAnswer(answer, response.headers), entries: [] };
}

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

/** The same, for a worker that has the effect's result: it does not pass on that nothing has happened. */
async function lostWithResult<Native, Result>(
  work: Work<Native, Result>,
  { operationKey }: CallFacts,
): Promise<Ended> {
  const { around, requestId } = work;
  const found = await around.store.find(requestId);
  const { row } = found;
  if (row?.state !== 'cancelled' && row?.state !== 'unknown') return lost(work, found);
  const { state, fence } = row;
  around.report(
    new Error(
      state === 'cancelled'
        ? `There is a result for ${requestId}, and that ID had been cancelled by then. Whoever sent it may do it once ` +
            `more under a new ID: look for ${operationKey} at the provider, and undo what was done there.`
        : `There is a result for ${requestId}, and its row was taken from its worker meanwhile: look for ` +
            `${operationKey} at the provider, and settle it.`,
    ),
  );
  // Nor do those who ask after this hear that nothing has happened.
  if (state === 'cancelled')
    await around.store.write(requestId, fence, { state: 'unknown', lease: 0, fence: fence + 1 }, [
      { requestId, kind: 'unknown', detail: 'happened' },
    ]);
  return refused(requestId, refusals.outcomeUnknown());
}

async function answerOf<Native, Result>(
  { around, operation }: Work<Native, Result>,
  response: Response,
): Promise<StoredAnswer> {
  const { keepHeaders, maxAnswer } = operation.options;
  try {
    return await readAnswer(response, keepHeaders, maxAnswer);
  } catch (error) {
    // The effect has happened, so the row must say so; a body that cannot be kept is left out as a whole.
    if (!(error instanceof AnswerTooLargeError || error instanceof StreamingResponseError)) throw error;
    around.report(error);
    return { status: response.status, headers: [], body: null };
  }
}

function given(requestId: string, answer: StoredAnswer, { headers }: Response): Response {
  if (answer.body) return firstAnswer(answer, headers);
  return refused(requestId, refusals.resultExpired(answer.status)).response;
}
