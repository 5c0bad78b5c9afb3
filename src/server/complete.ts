import { firstAnswer, headersOf, isStorable, passedOn, readAnswer } from './answer.ts';
import type { CallFacts } from './call.ts';
import { type Ended, refused } from './enter.ts';
import { AnswerTooLargeError } from './errors/answerTooLargeError.ts';
import { StreamingResponseError } from './errors/streamingResponseError.ts';
import { comeLate, leaveLate } from './lateEnd.ts';
import { release } from './letGo.ts';
import { lost } from './lost.ts';
import { refusals } from './refusals.ts';
import { transact } from './rollback.ts';
import type { StoredAnswer } from './row.ts';
import { settlement } from './settlement.ts';
import type { Work } from './work.ts';

/** The effect has happened: its answer, its business writes and the log commit together, under the fence. */
export async function complete<Native, Result>(
  work: Work<Native, Result>,
  result: Result,
  facts: CallFacts,
): Promise<Ended> {
  const { around, handler, requestId } = work;
  let committing = false;
  let completed: Ended | undefined;
  try {
    completed = await transact<Native, Ended | undefined>(
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
  } catch (error) {
    around.report(error);
    // Committed or not, only the row says.
    return committing ? comeLate(work, facts, 'result', false) : leaveLate(work, facts, 'result');
  }
  // After the transaction, not in it: asking needs a connection of its own.
  return completed ?? comeLate(work, facts, 'result');
}

/** An answer that needed no effect. One that is not to be stored frees the ID. */
export async function settleAnswer<Native, Result>(
  work: Work<Native, Result>,
  response: Response,
): Promise<Ended> {
  const { around, requestId, fence, operation } = work;
  if (!isStorable(response.status)) return release(work, String(response.status), passedOn(response));
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
  return { response: firstAnswer(answer, headersOf(response)), entries: [] };
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

function given(requestId: string, answer: StoredAnswer, response: Response): Response {
  if (answer.body) return firstAnswer(answer, headersOf(response));
  return refused(requestId, refusals.resultExpired(answer.status)).response;
}
