import { firstAnswer, headersOf, passedOn, readAnswer, replayed } from './answer.ts';
import { requestBytes } from './bytes.ts';
import { CLOCK_SKEW } from './decide.ts';
import type { Ended } from './enter.ts';
import type { LogEntry } from './logEntry.ts';
import { isOperationKey, objectKey, traceparent } from './names.ts';
import { type Problem, problemResponse } from './problem.ts';
import { refusals } from './refusals.ts';
import { transact } from './rollback.ts';
import type { StoredAnswer } from './row.ts';
import { type Surroundings, under } from './surroundings.ts';
import { type EventFacts, eventRow, readEvent } from './webhookEvent.ts';
import type { Webhook, WebhookHandler } from './webhookOptions.ts';
import { webhookRefusals } from './webhookRefusals.ts';
import { decideEvent, type Place, placeOf } from './webhookRules.ts';
import type { Delivery } from './webhookSignature.ts';

const NO_CONTENT = { status: 204 };

/** Bytes. Senders keep a few hundred of them for their logs. */
const MAX_ANSWER = 1 << 16;

/** Answers one delivery. Nothing is recorded of one that is not the sender's. */
export async function receive<Native, Event>(
  around: Surroundings<Native>,
  webhook: Webhook<Event>,
  handler: WebhookHandler<Native, Event>,
  request: Request,
): Promise<Ended> {
  const { provider, options } = webhook;
  const refuse = (problem: Problem): Ended => ({ response: problemResponse(problem), entries: [] });
  let body: Delivery['body'] | undefined;
  try {
    body = await requestBytes(request, options.maxRequest);
  } catch (error) {
    around.report(error);
    return refuse(refusals.handlerFailed());
  }
  if (!body) return refuse(refusals.tooLarge(options.maxRequest, null));
  const delivery: Delivery = { body, headers: request.headers };
  let event: Event | undefined;
  try {
    event = await options.verify(delivery);
  } catch (error) {
    around.report(error);
  }
  if (event === undefined) return refuse(webhookRefusals.notVerified());
  let facts: EventFacts | undefined;
  try {
    facts = readEvent(provider, options, event, delivery);
  } catch (error) {
    around.report(error);
  }
  if (!facts) return refuse(webhookRefusals.eventMalformed());
  return apply(under(around, facts.requestId ?? eventRow(facts)), webhook, handler, event, facts);
}

/** The event's ID, its object's watermark, the business write, the stored answer and the log in one transaction. */
async function apply<Native, Event>(
  around: Surroundings<Native>,
  webhook: Webhook<Event>,
  handler: WebhookHandler<Native, Event>,
  event: Event,
  facts: EventFacts,
): Promise<Ended> {
  const { provider, object, createdAt } = facts;
  const { retention } = webhook.options;
  const rowId = eventRow(facts);
  const line = (what: string): LogEntry => ({
    requestId: facts.requestId ?? rowId,
    kind: 'webhook',
    detail: `${provider} ${facts.eventId} ${what}`,
  });
  const refused = (problem: Problem): Ended => ({
    response: problemResponse(problem),
    entries: [line(problem.code)],
  });
  const watched = object === null ? null : await objectKey(provider, object);
  const keys = retention === null ? null : retention + CLOCK_SKEW;
  const claim = {
    requestId: rowId,
    principal: provider,
    operation: `webhook ${provider}`,
    fingerprint: 'webhook',
    uniqueKey: null,
    state: 'pending',
    lease: 0,
    keys,
  } as const;
  /** Once the handler has run, a transaction that failed may have been committed. */
  let begun = false;
  try {
    return await transact<Native, Ended>(
      around.store,
      async (tx, undo) => {
        const claimed = await tx.claim(claim);
        const decision = decideEvent(claimed, createdAt, retention);
        if (decision.do === 'refuse') return undo(refused(decision.problem));
        if (decision.do === 'replay')
          return undo({ response: replayed(decision.answer), entries: [line('replayed')] });
        const before = watched === null ? null : await tx.raise(watched, createdAt, keys);
        begun = true;
        let given: Given;
        try {
          given = await answerOf(webhook, handler, event, facts, placeOf(before, createdAt), tx.native);
        } catch (error) {
          around.report(error);
          return undo(refused(refusals.handlerFailed()));
        }
        const { response, answer, what } = given;
        if (!answer) return undo({ response, entries: [line(what)] });
        const change = { state: 'answered', lease: 0, answer } as const;
        const written = await tx.write(rowId, 1, retention ? { ...change, answers: retention } : change, [
          line(what),
        ]);
        if (!written) return undo(refused(refusals.inProgress(1)));
        return { response: firstAnswer(answer, headersOf(response)), entries: [] };
      },
      { claims: claim },
    );
  } catch (error) {
    around.report(error);
    return { response: problemResponse(begun ? refusals.interrupted() : refusals.storeDown()), entries: [] };
  }
}

/** The first answer to an event; `answer` where it is to be stored, and `what` happened, for the log. */
interface Given {
  response: Response;
  answer: StoredAnswer | undefined;
  what: string;
}

async function answerOf<Native, Event>(
  { options }: Webhook<Event>,
  handler: WebhookHandler<Native, Event>,
  event: Event,
  facts: EventFacts,
  place: Place,
  native: Native,
): Promise<Given> {
  let what = place === 'held_off' ? 'held_off' : 'applied';
  let response: Response;
  if (place === 'held_off') response = Response.json({ applied: false, because: 'newer_event' });
  else {
    let current = event;
    if (place === 'tied' && options.refetch) {
      current = await options.refetch(event, facts);
      what = 'refetched';
    }
    const { requestId } = facts;
    // An operation key does not tell which trace it is of.
    const trace = requestId === null || isOperationKey(requestId) ? null : await traceparent(requestId);
    response =
      (await handler(current, native, { ...facts, traceparent: trace })) ?? new Response(null, NO_CONTENT);
  }
  if (!response.ok)
    return { response: passedOn(response), answer: undefined, what: `released ${response.status}` };
  return {
    response,
    answer: await readAnswer(response, ['content-type'], MAX_ANSWER),
    what: `${what} ${response.status}`,
  };
}
