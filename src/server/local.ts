import { firstAnswer, headersOf, isRefusal, isStorable, passedOn, readAnswer } from './answer.ts';
import { type Admitted, type CallFacts, callOf } from './call.ts';
import { type Ended, enter, refused, type Visit } from './enter.ts';
import type { LogEntry } from './logEntry.ts';
import type { LocalHandler, Operation } from './operation.ts';
import { refusals } from './refusals.ts';
import { transact } from './rollback.ts';
import type { StoredAnswer } from './row.ts';
import { settlement } from './settlement.ts';
import type { ServerTransaction } from './store.ts';
import type { Surroundings } from './surroundings.ts';

/** What the handler answered, read to its end. */
interface Answered {
  answer: StoredAnswer;
  headers: Headers;
}

/**
 * The claim, the work, the stored answer and the log in one transaction: all of it, or nothing. A refusal is stored in
 * a second one, after what the handler wrote is undone: the client takes it for proof that nothing happened.
 */
export async function runLocal<Native, Context>(
  around: Surroundings<Native>,
  operation: Operation,
  handler: LocalHandler<Native, Context>,
  call: Admitted<Context>,
  visit: Visit,
): Promise<Ended> {
  /** Once the handler has run, a transaction that failed may have been committed. */
  let begun = false;
  try {
    const ran = await transact<Native, Ended | Answered>(
      around.store,
      async (tx, undo) => {
        const held = await hold(tx, visit);
        if (typeof held !== 'number') return undo(held);
        begun = true;
        const answered = await work(around, operation, handler, call, tx.native);
        if ('response' in answered || isRefusal(answered.answer.status)) return undo(answered);
        return (await keep(tx, held, operation, call, answered)) ?? undo(lost(call));
      },
      { claims: visit.claim, idle: operation.options.lease },
    );
    if ('response' in ran) return ran;
    const claim = { ...visit.claim, uniqueKey: null };
    return await transact<Native, Ended>(
      around.store,
      async (tx, undo) => {
        const held = await hold(tx, { ...visit, claim });
        if (typeof held !== 'number') return undo(held);
        return (await keep(tx, held, operation, call, ran)) ?? undo(lost(call));
      },
      { claims: claim },
    );
  } catch (error) {
    around.report(error);
    return refused(call.requestId, begun ? refusals.interrupted() : refusals.storeDown());
  }
}

/** The fence under which the row is ours, or why it is not. */
async function hold<Native>(tx: ServerTransaction<Native>, visit: Visit): Promise<number | Ended> {
  const { requestId } = visit.claim;
  const entrance = await enter(tx, visit);
  if (entrance.how === 'end') return entrance.ended;
  if (entrance.how === 'recover') return refused(requestId, refusals.outcomeUnknown());
  if (!entrance.row) return 1;
  const fence = entrance.row.fence + 1;
  const taken = await tx.write(requestId, entrance.row, { fence });
  return taken ? fence : refused(requestId, refusals.inProgress(1));
}

/** Runs the handler. What it throws, and what is not to be stored, ends the call. */
async function work<Native, Context>(
  { report }: Surroundings<Native>,
  { options }: Operation,
  handler: LocalHandler<Native, Context>,
  call: Admitted<Context>,
  native: Native,
): Promise<Answered | Ended> {
  const released = (detail: string): LogEntry[] => [
    line(call, 'arrived', call.traceparent),
    line(call, 'released', detail),
  ];
  try {
    const response = await handler(callOf(call), native);
    // Without types a handler can give anything, such as what Express sends as JSON.
    if (!response?.status)
      throw new TypeError('The handler gave no Response. Return one, such as `Response.json(…)`.');
    const { status } = response;
    if (!isStorable(status)) return { response: passedOn(response), entries: released(String(status)) };
    const answer = await readAnswer(response, options.keepHeaders, options.maxAnswer);
    return { answer, headers: headersOf(response) };
  } catch (error) {
    report(error);
    return { ...refused(call.requestId, refusals.handlerFailed()), entries: released('handler_failed') };
  }
}

/** Stores the answer with its lines of the log; nothing where the row is another one's by now. */
async function keep<Native>(
  tx: ServerTransaction<Native>,
  fence: number,
  operation: Operation,
  call: CallFacts,
  { answer, headers }: Answered,
): Promise<Ended | undefined> {
  const written = await tx.write(call.requestId, fence, settlement(operation, answer), [
    line(call, 'arrived', call.traceparent),
    line(call, 'answered', String(answer.status)),
  ]);
  return written ? { response: firstAnswer(answer, headers), entries: [] } : undefined;
}

const line = ({ requestId }: CallFacts, kind: LogEntry['kind'], detail: string): LogEntry => ({
  requestId,
  kind,
  detail,
});

const lost = ({ requestId }: CallFacts): Ended => refused(requestId, refusals.inProgress(1));
