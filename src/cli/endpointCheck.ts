import { isStorable } from '../server/answer.ts';
import { type Answer, ask, type Endpoint } from './endpoint.ts';

/** One rule of the server contract, and whether the endpoint keeps it. */
export interface Finding {
  rule: string;
  ok: boolean;
  /** What was seen. */
  seen: string;
}

export interface CheckOptions {
  fetch: typeof fetch;
  /** A new request ID that was made at `at`, Unix ms. */
  newId(at: number): string;
  now(): number;
  pause(ms: number): Promise<void>;
  /** Headers of somebody else. */
  stranger?: Endpoint['headers'];
  /** Send IDs from a year ago and from tomorrow, too. */
  ages?: boolean;
}

/** How often an answer that is not there yet is asked for. */
const PATIENCE = 10;

const DAY = 24 * 3_600_000;

/**
 * Holds a live endpoint to docs/server-contract.md, rule by rule. What it does is done once if it keeps them; each rule
 * that it breaks can do it once more.
 */
export async function* checkEndpoint(endpoint: Endpoint, options: CheckOptions): AsyncGenerator<Finding> {
  const send = (more: Parameters<typeof ask>[2]) => ask(options.fetch, endpoint, more);

  const without = await send({});
  yield finding('a call without a key is refused with 400', without.status === 400, without);
  const malformed = await send({ key: 'two words' });
  yield finding('a malformed key is refused with 400', malformed.status === 400, malformed);

  const key = options.newId(options.now());
  const [one, other] = await Promise.all([send({ key }), send({ key })]);
  const first = isWaiting(one) ? other : one;
  const second = first === one ? other : one;
  yield finding(
    'of two calls at once one runs; the other hears 409 in_progress with Retry-After, or the same answer',
    !isWaiting(first) && (isSame(first, second) || (isWaiting(second) && second.headers.has('retry-after'))),
    second,
  );
  if (!isKept(first)) {
    yield finding('the first call gets an answer that is kept: 2xx, or a 4xx that stays true', false, first);
    return;
  }

  const repeat = await patiently(() => send({ key }), options.pause);
  yield finding('the same ID again gets the same answer', isSame(first, repeat), repeat);
  const marker = ['idempotent-replayed', 'idempotency-replayed'].some(
    (name) => repeat.headers.get(name) === 'true',
  );
  yield finding('a repeat says Idempotent-Replayed: true', marker, repeat);
  yield finding('a repeat sets no cookie', !repeat.headers.has('set-cookie'), repeat);
  const quoted = await send({ key: `"${key}"` });
  yield finding('the key in quotes (RFC 8941) is the same key', isSame(first, quoted), quoted);
  const reused = await send({ key, body: endpoint.otherBody });
  yield finding('the same ID with another body is refused with 422', reused.status === 422, reused);

  if (options.stranger) {
    const theirs = await send({ key, headers: options.stranger });
    const refused = theirs.status >= 400 && !(first.body && theirs.body.includes(first.body));
    yield finding(
      'somebody else’s call under the ID is refused, and is not shown the answer',
      refused,
      theirs,
    );
  }
  if (options.ages) {
    const old = await send({ key: options.newId(options.now() - 365 * DAY) });
    yield finding('an ID from a year ago is refused with 409 key_too_old', old.code === 'key_too_old', old);
    const ahead = await send({ key: options.newId(options.now() + DAY) });
    yield finding('an ID from tomorrow is refused with 409 clock_skew', ahead.code === 'clock_skew', ahead);
  }
}

const finding = (rule: string, ok: boolean, { status, code }: Answer): Finding => ({
  rule,
  ok,
  seen: [status, code].filter(Boolean).join(' '),
});

function isWaiting({ status, code }: Answer): boolean {
  return status === 409 && code === 'in_progress';
}

function isSame(one: Answer, other: Answer): boolean {
  return one.status === other.status && one.body === other.body;
}

/** Statuses that say "not now" or "who are you" are not kept. */
function isKept({ status, code }: Answer): boolean {
  return isStorable(status) && code !== 'in_progress';
}

async function patiently(send: () => Promise<Answer>, pause: CheckOptions['pause']): Promise<Answer> {
  let answer = await send();
  for (let asked = 1; isWaiting(answer) && asked < PATIENCE; asked += 1) {
    await pause(Math.min(5, Number(answer.headers.get('retry-after')) || 1) * 1000);
    answer = await send();
  }
  return answer;
}
