import { describe, expect, it } from 'vitest';
import { absent, declined, done, processing, unreached } from '../../src/core/answers.ts';
import { NotSentError } from '../../src/core/errors/notSentError.ts';
import { type Ending, type Judging, judge, type Outcome } from '../../src/core/outcome.ts';
import type { Schema } from '../../src/core/standardSchema.ts';

// The table of design §3, row by row.

const NOW = Date.parse('Tue, 24 Nov 2026 12:00:00 GMT');
const LOST: Outcome = { kind: 'unknown', retry: true, reason: 'unanswered' };
const UNREADABLE: Outcome = { kind: 'unknown', retry: false, reason: 'unreadable' };
const REFUSED: Outcome = { kind: 'unknown', retry: false, reason: 'refused' };
/** Anything else: unknown, not re-sent. */
const FINAL: Outcome = { kind: 'unknown', retry: false, reason: 'unanswered' };

const posting: Judging = { endpoint: 'idempotent', posted: true, now: NOW };
const custom: Judging = { ...posting, posted: false };
const unprotected: Judging = { ...posting, endpoint: 'unprotected' };

const answer = (status: number, body: unknown = null, headers: HeadersInit = {}): Response =>
  new Response(body === null || typeof body === 'string' ? body : JSON.stringify(body), { status, headers });

const redirected = (response: Response): Response =>
  Object.defineProperty(response, 'redirected', { value: true });

/** A body that arrives in part. */
const brokenOff = (status = 200): Response => {
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode('{"id":'));
      controller.error(new TypeError('terminated'));
    },
  });
  return new Response(body, { status });
};

/** `post()`, or a send that returns what `ctx.fetch` gave. */
const returned = (response: Response, judging: Judging = posting) =>
  judge({ returned: response, response, left: 1 }, judging);

/** A send of one's own that made one call, got `response`, and returned or threw something else. */
const own = (said: Partial<Ending>, response?: Response) => judge({ left: 1, response, ...said }, custom);

const text: Schema<string, string> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) =>
      typeof value === 'string' ? { value: value.trim() } : { issues: [{ message: 'not a text' }] },
  },
};

describe('2xx except 202, readable', () => {
  it.each([200, 201, 203, 206])('%i is done with the JSON it carries', async (status) => {
    expect(await returned(answer(status, { id: 'r1' }))).toEqual({ kind: 'done', data: { id: 'r1' } });
  });

  it.each([
    ['204 without a body', answer(204)],
    ['200 with an empty one', answer(200, '')],
  ])('%s is done with nothing', async (_, response) => {
    expect(await returned(response)).toEqual({ kind: 'done', data: undefined });
  });

  it("is done with what a send of one's own made of it", async () => {
    expect(await own({ returned: 42 }, answer(200))).toEqual({ kind: 'done', data: 42 });
    expect(await own({ returned: undefined }, answer(200))).toEqual({ kind: 'done', data: undefined });
    expect(await own({ returned: null }, answer(200))).toEqual({ kind: 'done', data: null });
  });

  it('is done with the output of the schema', async () => {
    expect(await returned(answer(200, '" r1 "'), { ...posting, output: text })).toEqual({
      kind: 'done',
      data: 'r1',
    });
  });

  it('is done with a value where nothing was fetched at all', async () => {
    expect(await judge({ returned: { id: 'r1' }, left: 0 }, custom)).toEqual({
      kind: 'done',
      data: { id: 'r1' },
    });
  });

  it('is done with the JSON of a Response that `send` threw', async () => {
    const response = answer(200, { id: 'r1' });
    expect(await own({ error: response }, response)).toEqual({ kind: 'done', data: { id: 'r1' } });
  });

  it('keeps of an answer what a database can hold', async () => {
    expect(await own({ returned: { id: 1, pay() {} } }, answer(200))).toEqual({
      kind: 'done',
      data: { id: 1 },
    });
    const circular: Record<string, unknown> = { pay() {} };
    circular.self = circular;
    expect(await own({ returned: circular }, answer(200))).toEqual({ kind: 'done', data: undefined });
    expect(await own({ returned: () => {} }, answer(200))).toEqual({ kind: 'done', data: undefined });
  });
});

describe('2xx that is no receipt', () => {
  it.each([
    ['was redirected', redirected(answer(200, { id: 'r1' }))],
    ['is a page of HTML', answer(200, '<!doctype html><p>Sign in', { 'Content-Type': 'text/html' })],
    ['is half of a JSON', answer(200, '{"id":')],
  ])('%s: check/unreadable, not re-sent', async (_, response) => {
    expect(await returned(response)).toEqual(UNREADABLE);
  });

  it('fails `output`: check/unreadable, not re-sent', async () => {
    expect(await returned(answer(200, { id: 1 }), { ...posting, output: text })).toEqual(UNREADABLE);
    expect(await returned(answer(204), { ...posting, output: text })).toEqual(UNREADABLE);
  });

  it('meets an `output` that throws: check/unreadable', async () => {
    const throws: Schema<string, string> = {
      '~standard': {
        version: 1,
        vendor: 'test',
        validate: () => {
          throw new Error('bad schema');
        },
      },
    };
    expect(await returned(answer(200, {}), { ...posting, output: throws })).toEqual(UNREADABLE);
  });

  it("was redirected, whatever a send of one's own made of it", async () => {
    expect(await own({ returned: 'ok' }, redirected(answer(200)))).toEqual(UNREADABLE);
    expect(await own({ error: new SyntaxError('<') }, redirected(answer(200, '<p>')))).toEqual(UNREADABLE);
  });

  it("does not parse in a send of one's own: check/unreadable", async () => {
    expect(await own({ error: new SyntaxError('Unexpected token <') }, answer(200, '<p>'))).toEqual(
      UNREADABLE,
    );
  });

  it('broke off: a lost answer', async () => {
    expect(await returned(brokenOff())).toEqual(LOST);
    expect(await own({ error: new TypeError('terminated') }, answer(200))).toEqual(LOST);
  });
});

describe('still at it', () => {
  it.each([
    ['202', answer(202, { id: 'later' })],
    ['code in_progress', answer(409, { code: 'in_progress' })],
    ['code in_progress on a 500', answer(500, { code: 'in_progress' })],
    ['409 without proof of another meaning', answer(409, { detail: 'Conflict' })],
  ])('%s is processing', async (_, response) => {
    expect(await returned(response)).toEqual({ kind: 'processing' });
  });

  it.each([202, 409])('%i says when to ask again', async (status) => {
    expect(await returned(answer(status, {}, { 'Retry-After': '7' }))).toEqual({
      kind: 'processing',
      retryAfter: 7000,
    });
  });

  it("202 is no `done`, whatever a send of one's own made of it", async () => {
    expect(await own({ returned: { id: 'r1' } }, answer(202))).toEqual({ kind: 'processing' });
    expect(await own({ error: new SyntaxError('empty') }, answer(202))).toEqual({ kind: 'processing' });
  });

  it('of an unprotected endpoint 409 is a 4xx as any other', async () => {
    expect(await returned(answer(409), unprotected)).toMatchObject({ kind: 'declined', proof: 'attempt' });
    expect(await returned(answer(202), unprotected)).toEqual({ kind: 'processing' });
  });
});

describe('declined, proved', () => {
  it.each([
    ['safeNewKey: true on a 4xx', answer(422, { safeNewKey: true })],
    ['safeNewKey: true on a 409', answer(409, { safeNewKey: true })],
    ['safeNewKey: true on a 5xx', answer(500, { safeNewKey: true })],
    ['safeNewKey: true on a 429', answer(429, { safeNewKey: true })],
    ['402', answer(402)],
    ['Idempotent-Replayed on a 422', answer(422, {}, { 'Idempotent-Replayed': 'true' })],
    ['Idempotency-Replayed on a 403', answer(403, {}, { 'Idempotency-Replayed': 'true' })],
  ])('%s settles the action', async (_, response) => {
    expect(await returned(response)).toMatchObject({ kind: 'declined', proof: 'action' });
  });

  it('402 of an unprotected endpoint proves this attempt alone', async () => {
    expect(await returned(answer(402), unprotected)).toMatchObject({ kind: 'declined', proof: 'attempt' });
  });

  it('judges the parsed body of a 402 by its status: no `done`', async () => {
    const response = answer(402, { code: 'card_declined', detail: 'Your card was declined.' });
    expect(await own({ returned: { code: 'card_declined' } }, response)).toEqual({
      kind: 'declined',
      proof: 'action',
      decline: { code: 'card_declined', message: 'Your card was declined.', change: 'payment' },
    });
  });

  it('judges a refusal whose body `send` has read by the copy at the door', async () => {
    const response = answer(402, { code: 'card_declined' });
    const copy = response.clone();
    await response.json();
    expect(await own({ returned: response }, copy)).toMatchObject({
      kind: 'declined',
      decline: { code: 'card_declined' },
    });
  });

  it('judges what `send` threw about a refusal by the refusal', async () => {
    const error = new Error('Request failed with status code 402');
    expect(await own({ error }, answer(402))).toMatchObject({ kind: 'declined', proof: 'action' });
    expect(await own({ error: answer(402) }, answer(402))).toMatchObject({
      kind: 'declined',
      proof: 'action',
    });
  });

  it.each([300, 399])('a replayed %i is no refusal, and proves nothing', async (status) => {
    expect(await returned(answer(status, null, { 'Idempotent-Replayed': 'true' }))).toEqual(FINAL);
  });

  it.each([400, 499])('a replayed %i is one', async (status) => {
    expect(await returned(answer(status, {}, { 'Idempotent-Replayed': 'true' }))).toMatchObject({
      proof: 'action',
    });
  });

  it('a replay marker that says anything but true is none', async () => {
    expect(await returned(answer(422, {}, { 'Idempotent-Replayed': 'false' }))).toMatchObject({
      proof: 'attempt',
    });
  });
});

describe('any other 4xx', () => {
  it.each([400, 401, 403, 404, 405, 410, 413, 415, 422, 451])(
    '%i proves this attempt alone',
    async (status) => {
      expect(await returned(answer(status))).toMatchObject({ kind: 'declined', proof: 'attempt' });
    },
  );

  it('of another address than the one that was asked, after a redirect, proves nothing', async () => {
    expect(await returned(redirected(answer(404)))).toEqual(UNREADABLE);
  });
});

describe('problem codes', () => {
  it.each([
    ['outcome_unknown', FINAL],
    ['result_expired', UNREADABLE],
    ['key_reused', { ...REFUSED, barred: true }],
    ['scope_mismatch', REFUSED],
    ['absent', { kind: 'absent' }],
    ['clock_skew', { kind: 'renew' }],
    ['key_too_old', { kind: 'renew' }],
  ] as [string, Outcome][])('%s is trusted above the status and safeNewKey', async (code, outcome) => {
    for (const status of [400, 402, 409, 422, 500, 503])
      for (const safeNewKey of [undefined, true, false])
        expect(await returned(answer(status, { code, safeNewKey }))).toEqual(outcome);
  });

  it.each([
    ['a number in the body', { serverTime: 1_800_000_000_000 }, {}, 1_800_000_000_000],
    ['a date in the body', { serverTime: '2027-01-15T08:00:00Z' }, {}, 1_800_000_000_000],
    ['the Date header', {}, { Date: 'Fri, 15 Jan 2027 08:00:00 GMT' }, 1_800_000_000_000],
    ['nonsense', { serverTime: 'noon' }, {}, undefined],
  ])('takes the time of the server from %s', async (_, body, headers, serverTime) => {
    const outcome = await returned(answer(400, { code: 'clock_skew', ...body }, headers));
    expect(outcome).toEqual({ kind: 'renew', ...(serverTime && { serverTime }) });
  });

  it('in a 2xx are data', async () => {
    expect(await returned(answer(200, { code: 'key_reused' }))).toMatchObject({ kind: 'done' });
  });
});

describe('safeNewKey: false', () => {
  it.each([400, 402, 403, 404, 422])('on a %i is check/refused', async (status) => {
    expect(await returned(answer(status, { safeNewKey: false }))).toEqual(REFUSED);
  });

  it('outweighs a replay marker', async () => {
    const response = answer(422, { safeNewKey: false }, { 'Idempotent-Replayed': 'true' });
    expect(await returned(response)).toEqual(REFUSED);
  });

  it.each([408, 425, 429, 500, 503])('on a %i leaves it retryable', async (status) => {
    expect(await returned(answer(status, { safeNewKey: false }))).toEqual(LOST);
  });

  it('on a 409 leaves it processing', async () => {
    expect(await returned(answer(409, { safeNewKey: false }))).toEqual({ kind: 'processing' });
    expect(await returned(answer(409, { safeNewKey: false }), unprotected)).toEqual(REFUSED);
  });

  it.each(['true', 1, null, 'false', 0])('is not %j', async (safeNewKey) => {
    expect(await returned(answer(422, { safeNewKey }))).toMatchObject({ kind: 'declined', proof: 'attempt' });
  });
});

describe('408, 425, 429, 499, 5xx', () => {
  const statuses = [408, 425, 429, 499, 500, 502, 503, 504, 599];

  it.each(statuses)('%i is unknown and retryable', async (status) => {
    expect(await returned(answer(status))).toEqual(LOST);
    expect(await returned(answer(status), unprotected)).toEqual(LOST);
  });

  it.each([600, 999])(
    '%i, which some servers give and no Response can be made with, is no refusal',
    async (status) => {
      const response = Object.defineProperty(answer(599), 'status', { value: status });
      expect(await returned(response)).toEqual(LOST);
    },
  );

  it.each(statuses)('%i obeys Retry-After in seconds and as a date', async (status) => {
    const waiting = (value: string) => returned(answer(status, null, { 'Retry-After': value }));
    expect(await waiting('3')).toEqual({ ...LOST, retryAfter: 3000 });
    expect(await waiting('Tue, 24 Nov 2026 12:00:05 GMT')).toEqual({ ...LOST, retryAfter: 5000 });
    expect(await waiting('soon')).toEqual(LOST);
  });

  it.each(['Idempotent-Replayed', 'Idempotency-Replayed'])(
    '5xx with %s is check/stored-failure',
    async (marker) => {
      expect(await returned(answer(500, {}, { [marker]: 'true' }))).toEqual({
        kind: 'unknown',
        retry: false,
        reason: 'stored-failure',
        barred: true,
      });
    },
  );
});

describe('no answer', () => {
  it.each([
    ['the network failed', new TypeError('Failed to fetch')],
    ['the attempt was aborted after the call', new DOMException('aborted', 'AbortError')],
    ['the attempt timed out', new DOMException('too long', 'TimeoutError')],
  ])('%s: unknown, retryable', async (_, error) => {
    expect(await judge({ error, left: 1, failed: true }, posting)).toEqual(LOST);
    expect(await judge({ error, left: 1, failed: true }, custom)).toEqual(LOST);
  });

  it('an error that `send` swallowed is no `done`', async () => {
    expect(await own({ returned: { ok: false }, failed: true })).toEqual(LOST);
    expect(await own({ returned: undefined, failed: true })).toEqual(LOST);
  });

  it('never decides by the text of a message', async () => {
    for (const message of ['401', '402 declined', 'NetworkError', 'not sent'])
      expect(await own({ error: new Error(message) })).toEqual(FINAL);
  });
});

describe('never handed to the network', () => {
  it('ctx.fetch refused: unreached', async () => {
    for (const judging of [posting, custom])
      expect(await judge({ error: new NotSentError(), left: 0 }, judging)).toEqual({ kind: 'unreached' });
  });

  it('post() failed before it called: unreached', async () => {
    const error = new Error('headers() threw');
    expect(await judge({ error, left: 0 }, posting)).toEqual({ kind: 'unreached' });
  });

  it("is not believed of a send of one's own that threw: it may have used another door", async () => {
    expect(await judge({ error: new Error('x'), left: 0 }, custom)).toEqual(FINAL);
  });

  it('is not said where an earlier call of this attempt left', async () => {
    expect(await judge({ error: new NotSentError(), left: 1 }, custom)).toEqual(FINAL);
  });
});

describe('anything else is unknown, not re-sent', () => {
  it.each([
    ['nothing returned, nothing fetched', { returned: undefined, left: 0 }],
    ['a forgotten await: nothing returned while the call is out', { returned: undefined, left: 1 }],
    ['a forgotten await: a value returned while the call is out', { returned: { ok: true }, left: 1 }],
    ['something strange thrown', { error: 'a text', left: 1 }],
    ['null thrown in the name of an error', { error: { message: '' }, left: 1 }],
  ] as [string, Ending][])('%s', async (_, ending) => {
    expect(await judge(ending, custom)).toEqual(FINAL);
  });

  it.each([300, 304, 399])('status %i', async (status) => {
    expect(await returned(answer(status))).toEqual(FINAL);
  });
});

describe('what `send` says outright', () => {
  it.each([
    ['done', done({ id: 'r1' }), { kind: 'done', data: { id: 'r1' } }],
    ['unreached', unreached(), { kind: 'unreached' }],
    ['absent', absent(), { kind: 'absent' }],
    ['processing', processing(), { kind: 'processing' }],
    ['processing with a time', processing({ retryAfter: 500 }), { kind: 'processing', retryAfter: 500 }],
  ])('%s is trusted above any answer and any error', async (_, said, outcome) => {
    for (const response of [undefined, answer(200, {}), answer(402, { code: 'key_reused' }), answer(500)]) {
      expect(await own({ returned: said }, response)).toEqual(outcome);
      expect(await own({ error: said }, response)).toEqual(outcome);
    }
  });

  it('declined is proof about the action, in the words it was given', async () => {
    const said = declined({
      code: 'sold_out',
      message: 'Sold out.',
      change: 'input',
      fields: { size: 'Gone.' },
    });
    expect(await own({ returned: said })).toEqual({
      kind: 'declined',
      proof: 'action',
      decline: { code: 'sold_out', message: 'Sold out.', change: 'input', fields: { size: 'Gone.' } },
    });
  });

  it('declined in a bad shape still declines', async () => {
    const bad = declined({ code: 7, message: {}, change: 'moon', fields: { a: 1, b: 'x' } } as never);
    expect(await own({ returned: bad })).toEqual({
      kind: 'declined',
      proof: 'action',
      decline: { code: 'declined', change: 'nothing', fields: { b: 'x' } },
    });
    expect(await own({ returned: declined(undefined as never) })).toMatchObject({ kind: 'declined' });
  });

  it('sends a person to https only', async () => {
    const next = async (address: unknown) => own({ returned: processing({ next: address as string }) });
    expect(await next('https://bank.example/3ds?x=1')).toEqual({
      kind: 'processing',
      next: 'https://bank.example/3ds?x=1',
    });
    for (const bad of [
      'http://bank.example',
      'javascript:alert(1)',
      ' javascript:alert(1)//https://x',
      'data:text/html,x',
      '//bank.example',
      '/3ds',
      'https:',
      'https://',
      '',
      undefined,
      null,
      7,
      {},
    ])
      expect(await next(bad)).toEqual({ kind: 'processing' });
  });

  it.each([Number.NaN, -1, 0, 'soon', null])('takes no retryAfter of %s', async (retryAfter) => {
    expect(await own({ returned: processing({ retryAfter } as never) })).toEqual({ kind: 'processing' });
  });

  it('cannot be said by the body of an answer', async () => {
    expect(await returned(answer(200, { kind: 'declined', 'Symbol(answer)': 'declined' }))).toMatchObject({
      kind: 'done',
    });
  });
});

describe('the words of a decline', () => {
  const words = async (status: number, body: unknown) => {
    const outcome = await returned(answer(status, body));
    return outcome.kind === 'declined' ? outcome.decline : outcome;
  };

  it('come from the problem, never from a raw body', async () => {
    expect(
      await words(422, { code: 'bad_cart', detail: 'No such cart.', fields: { cart: 'Unknown.' } }),
    ).toEqual({
      code: 'bad_cart',
      message: 'No such cart.',
      change: 'input',
      fields: { cart: 'Unknown.' },
    });
    for (const raw of ['<h1>Stack trace', '"a text"', '[1]', '{"message":"at db.ts:7","error":"x"}', 'null'])
      expect(await words(422, raw)).toEqual({ code: 'http_422', change: 'input' });
  });

  it.each([
    [400, 'input'],
    [401, 'sign-in'],
    [402, 'payment'],
    [403, 'sign-in'],
    [404, 'nothing'],
    [410, 'nothing'],
    [422, 'input'],
  ])('say for a %i what to change: %s', async (status, change) => {
    expect(await words(status, {})).toEqual({ code: `http_${status}`, change });
  });

  it('take what to change from the server where it is one of ours', async () => {
    expect(await words(404, { change: 'sign-in' })).toMatchObject({ change: 'sign-in' });
    expect(await words(422, { change: 'everything' })).toMatchObject({ change: 'input' });
  });

  it('leave out what has another type', async () => {
    expect(await words(422, { code: 1, detail: { a: 1 }, fields: { a: 'x', b: 2, c: null } })).toEqual({
      code: 'http_422',
      change: 'input',
      fields: { a: 'x' },
    });
    expect(await words(422, { fields: 'all' })).toEqual({ code: 'http_422', change: 'input' });
  });

  it('are harmless with a __proto__', async () => {
    await words(422, '{"code":"x","fields":{"__proto__":"y"},"__proto__":{"polluted":true}}');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('do without a body that breaks off', async () => {
    expect(await returned(brokenOff(422))).toMatchObject({ kind: 'declined', decline: { code: 'http_422' } });
  });
});
