// biome-ignore-all lint/suspicious/noExplicitAny: a definition of any input must fit, and `unknown` is not bivariant
import { type Answer, isAnswer, kind } from './answers.ts';
import type { Doubt } from './calls.ts';
import { NotSentError } from './errors/notSentError.ts';
import { retryAfter } from './retryAfter.ts';
import { type Schema, validate } from './standardSchema.ts';
import { isTemporary } from './temporary.ts';
import type { Change, CheckReason, Decline } from './view.ts';

/** What one attempt, or one question, proved. */
export type Outcome =
  | { kind: 'done'; data: unknown }
  /** `action`: no attempt under this ID ran or will. `attempt`: this one did not. */
  | { kind: 'declined'; decline: Decline; proof: 'action' | 'attempt' }
  /** `retryAfter` in ms. */
  | { kind: 'processing'; retryAfter?: number; next?: string }
  | { kind: 'unreached' }
  | { kind: 'absent' }
  /** Refused for the ID's time, unrun. `serverTime` is Unix ms. */
  | { kind: 'renew'; serverTime?: number }
  /** `retry`: looks temporary. `barred`: the same ID can never bring another answer. */
  | { kind: 'unknown'; retry: boolean; reason: CheckReason; retryAfter?: number; barred?: true };

/** How one call of `send`, `check` or `cancel` ended. */
export interface Ending {
  returned?: unknown;
  /** What it threw. */
  error?: unknown;
  /** The answer of the call that is judged. */
  response?: Response | undefined;
  /** Calls that went out of the door. */
  left: number;
  /** The call that is judged was rejected. */
  failed?: boolean;
  /** It did not even leave: the door has refused it. */
  refused?: boolean;
  doubtOf?: (refusal?: Response) => Doubt | undefined;
}

export interface Judging {
  endpoint: 'idempotent' | 'unprotected';
  output?: Schema<any, any> | undefined;
  /** `send` is `post()`: what did not go through the door did not leave. */
  posted: boolean;
  /** Unix ms. */
  now: number;
}

/** The call never left, or was never made. */
export const UNREACHED: Outcome = { kind: 'unreached' };
/** It may have run: no answer, a timeout, a page that went away. */
export const UNANSWERED: Outcome = { kind: 'unknown', retry: true, reason: 'unanswered' };
const final = (reason: CheckReason, barred?: true): Outcome => ({
  kind: 'unknown',
  retry: false,
  reason,
  ...(barred && { barred }),
});

/**
 * What an attempt proved, in this order of trust: what `send` says outright, then the answer's problem `code`, then
 * `safeNewKey`, then its status, then the thrown error. Never the text of a message (design §3).
 */
export async function judge(ending: Ending, judging: Judging): Promise<Outcome> {
  const { error, left, failed } = ending;
  const said = error ?? ending.returned;
  if (isAnswer(said)) return outright(said);
  // Where `send` has read the body of a refusal, the door has kept a copy.
  const response = isResponse(said) && !said.bodyUsed ? said : ending.response;
  if (response && !response.ok) return refusal(response, judging, ending.doubtOf?.(response));
  if (response?.redirected) return final('unreadable');
  if (response?.status === 202) return later(response, judging);
  // A refusal that `send` has swallowed, or wrapped: what it made of that is no answer (law 7).
  // What was only asked for before it, such as a token, changes nothing.
  if (ending.refused && !response) return ending.doubtOf?.() ? UNANSWERED : UNREACHED;
  if (error !== undefined && !isResponse(error)) {
    if (!left && (judging.posted || error instanceof NotSentError)) return UNREACHED;
    // A 2xx whose body broke off is a lost answer; one that does not parse will not parse next time either.
    if (failed || (response && !(error instanceof SyntaxError))) return UNANSWERED;
    return final(response ? 'unreadable' : 'unanswered');
  }
  // A value without an answer is a forgotten `await`, or a failure that `send` has swallowed.
  if (!response && (left || said === undefined)) return failed ? UNANSWERED : final('unanswered');
  let data = said;
  if (isResponse(said)) {
    let text: string;
    try {
      text = await said.text();
    } catch {
      return UNANSWERED;
    }
    try {
      data = text ? JSON.parse(text) : undefined;
    } catch {
      return final('unreadable');
    }
  }
  const result = await validate(judging.output, data);
  return result.issues ? final('unreadable') : { kind: 'done', data: storable(result.value) };
}

/** By what it has, not by its class: a frame's, or a polyfill's, has another. */
function isResponse(value: unknown): value is Response {
  return typeof value === 'object' && value !== null && 'bodyUsed' in value && 'status' in value;
}

function outright(answer: Answer): Outcome {
  switch (answer[kind]) {
    case 'done':
      return { kind: 'done', data: storable(answer.data) };
    case 'declined':
      // Shaped anew: a field of another type would make the record unreadable.
      return {
        kind: 'declined',
        decline: words({ ...answer.decline, detail: answer.decline.message }, 'declined'),
        proof: 'action',
      };
    case 'processing': {
      const { next, retryAfter: ms } = answer;
      // Both may come from a body: of another type they are none, and are not even converted.
      return {
        kind: 'processing',
        ...(typeof ms === 'number' && ms > 0 && { retryAfter: ms }),
        // Only https: a person is sent there.
        ...(typeof next === 'string' && /^https:\/\/\w/i.test(next) && { next }),
      };
    }
    default:
      return { kind: answer[kind] };
  }
}

async function refusal(response: Response, judging: Judging, doubt?: Doubt): Promise<Outcome> {
  const { status, redirected } = response;
  const header = (name: string) => response.headers.get(name);
  const body = await problem(response);
  const { code, safeNewKey } = body;
  switch (code) {
    case 'in_progress':
      return later(response, judging);
    case 'outcome_unknown':
      return final('unanswered');
    case 'result_expired':
      return final('unreadable');
    case 'key_reused':
      return final('refused', true);
    case 'scope_mismatch':
      return final('refused');
    case 'absent':
      return { kind: 'absent' };
    case 'clock_skew':
    case 'key_too_old': {
      if (redirected) return final('unreadable');
      if (doubt) return final('expired');
      const time = new Date(
        (body.serverTime as string | number | undefined) ?? header('Date') ?? Number.NaN,
      ).getTime();
      return { kind: 'renew', ...(time >= 0 && { serverTime: time }) };
    }
  }
  const replayed = (header('Idempotent-Replayed') ?? header('Idempotency-Replayed')) === 'true';
  const idempotent = judging.endpoint === 'idempotent';
  const decline = (proof: 'action' | 'attempt'): Outcome => ({
    kind: 'declined',
    decline: words(body, `http_${status}`, BY_STATUS[status]),
    proof,
  });
  // Of the ID, as that address knows it: it says nothing of what has run at another one (law 4).
  const proof = () => (doubt === 'elsewhere' ? final('refused') : decline('action'));
  if (safeNewKey === true) return decline('action');
  if (replayed && safeNewKey !== false && !redirected && status >= 400 && status < 500) return proof();
  if (status >= 500 && replayed) return final('stored-failure', true);
  if (isTemporary(status)) return { ...UNANSWERED, ...after(response, judging) };
  if (status === 409 && idempotent) return later(response, judging);
  if (status < 400) return final('unanswered');
  if (safeNewKey === false) return final('refused');
  // What was redirected may have run before: the refusal is of another address.
  if (redirected) return final('unreadable');
  if (status === 402 && idempotent) return proof();
  // `send` has called before in this attempt, and that may have run (law 4).
  return doubt ? final('refused') : decline('attempt');
}

const later = (response: Response, judging: Judging): Outcome => ({
  kind: 'processing',
  ...after(response, judging),
});

function after(response: Response, { now }: Judging): { retryAfter?: number } {
  // A date is of the server's clock, which this one may be far from.
  const there = Date.parse(response.headers.get('Date') ?? '');
  const ms = retryAfter(response.headers.get('Retry-After'), there || now);
  return ms === undefined ? {} : { retryAfter: ms };
}

/** The answer's JSON object, or an empty one: bad bodies prove nothing and break nothing. */
async function problem(response: Response): Promise<Record<string, unknown>> {
  try {
    const body = await response.clone().json();
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    return {};
  }
}

const BY_STATUS: Record<number, Change> = {
  400: 'input',
  422: 'input',
  401: 'sign-in',
  403: 'sign-in',
  402: 'payment',
};

/** The decline's words: problem `detail` and `fields`, never a raw body. */
function words(
  { code, detail, change, fields }: Record<string, unknown>,
  codeElse: string,
  changeElse: Change = 'nothing',
): Decline {
  const known: unknown[] = ['payment', 'input', 'sign-in', 'nothing'];
  const perField =
    typeof fields === 'object' &&
    fields &&
    Object.entries(fields).filter(([, words]) => typeof words === 'string');
  return {
    code: typeof code === 'string' ? code : codeElse,
    change: known.includes(change) ? (change as Change) : changeElse,
    ...(typeof detail === 'string' && { message: detail }),
    ...(perField && { fields: Object.fromEntries(perField) as Record<string, string> }),
  };
}

/** An answer that no database can hold, such as an object with functions, is kept as JSON says it, if at all. */
function storable(data: unknown): unknown {
  try {
    return structuredClone(data);
  } catch {
    try {
      return JSON.parse(JSON.stringify(data));
    } catch {
      return undefined;
    }
  }
}
