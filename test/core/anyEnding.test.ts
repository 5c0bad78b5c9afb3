import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { absent, declined, done, kind, processing, unreached } from '../../src/core/answers.ts';
import { NotSentError } from '../../src/core/errors/notSentError.ts';
import { transition } from '../../src/core/machine.ts';
import { type Ending, type Judging, judge, type Outcome } from '../../src/core/outcome.ts';
import { parseRecord } from '../../src/core/record.ts';
import type { Schema } from '../../src/core/standardSchema.ts';
import { at, attempt, sample, situation, TAP } from './sampleRecord.ts';

// What holds for any ending of a call, whatever a server, a gateway or an own `send` makes of it.
// outcome.test.ts is the table of design §3, row by row.

// Hundreds of responses each: on a busy machine that is more than the usual five seconds.
vi.setConfig({ testTimeout: 60_000 });

const anything = fc.anything({
  maxDepth: 1,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
});

const CODES = [
  'in_progress',
  'outcome_unknown',
  'result_expired',
  'key_reused',
  'scope_mismatch',
  'absent',
  'clock_skew',
  'key_too_old',
] as const;

/** What a server of ours, or one that has read about it, may say. */
const problem = fc.record(
  {
    code: fc.oneof(fc.constantFrom(...CODES, 'card_declined'), anything),
    safeNewKey: fc.oneof(fc.boolean(), anything),
    serverTime: fc.oneof(fc.integer(), fc.string(), anything),
    detail: fc.oneof(fc.string(), anything),
    change: fc.oneof(fc.constantFrom('payment', 'input', 'sign-in', 'nothing'), anything),
    fields: fc.oneof(fc.dictionary(fc.string(), fc.oneof(fc.string(), anything)), anything),
  },
  { requiredKeys: [] },
);

const asJson = (value: unknown): string => {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
};

const body = fc.oneof(
  problem.map(asJson),
  fc.json(),
  fc.string(),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => bytes as Uint8Array<ArrayBuffer>),
  fc.constant(null),
);

const marker = fc.option(fc.constantFrom('true', 'false', '1', 'TRUE'), { nil: undefined });
const headers = fc.record(
  {
    'Idempotent-Replayed': marker,
    'Idempotency-Replayed': marker,
    'Retry-After': fc.oneof(
      fc.nat().map(String),
      fc.constantFrom('-1', 'soon', 'Tue, 24 Nov 2026 12:00:05 GMT', 'Mon, 99 Foo 2026', '99999999999'),
    ),
    Date: fc.constantFrom('Fri, 15 Jan 2027 08:00:00 GMT', 'noon', ''),
  },
  { requiredKeys: [] },
);

interface Said {
  status: number;
  redirected: boolean;
  body: string | Uint8Array<ArrayBuffer> | null;
  headers: Record<string, string | undefined>;
}

const status = fc.oneof(
  fc.constantFrom(200, 201, 202, 204, 302, 400, 401, 402, 403, 404, 408, 409, 422, 425, 429, 499, 500, 503),
  fc.integer({ min: 200, max: 599 }),
);

const said: fc.Arbitrary<Said> = fc.record({
  status,
  redirected: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
  body,
  headers,
});

const responseOf = (given: Said): Response => {
  const bare = [204, 205, 304].includes(given.status);
  const known = Object.entries(given.headers).filter((entry): entry is [string, string] => !!entry[1]);
  const response = new Response(bare ? null : given.body, { status: given.status, headers: known });
  return Object.defineProperty(response, 'redirected', { value: given.redirected });
};

const OUTRIGHT = fc.oneof(
  anything.map((data) => done(data)),
  anything.map((decline) => declined(decline as never)),
  fc
    .record({ retryAfter: anything, next: anything }, { requiredKeys: [] })
    .map((options) => processing(options as never)),
  fc.constant(unreached()),
  fc.constant(absent()),
);

/** Of many answers only few say this. */
const refusedForItsTime: fc.Arbitrary<Ending> = fc
  .record({ code: fc.constantFrom('clock_skew', 'key_too_old'), serverTime: fc.integer() })
  .map((refusal) => {
    const body = JSON.stringify({ ...refusal, safeNewKey: true });
    return { left: 1, response: new Response(body, { status: 409 }) };
  });

const picky: Schema<unknown, unknown> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: () => {
      throw new Error('no');
    },
  },
};

const judging: fc.Arbitrary<Judging> = fc.record({
  endpoint: fc.constantFrom('idempotent', 'unprotected'),
  posted: fc.boolean(),
  now: fc.constant(TAP),
  output: fc.constantFrom(undefined, picky),
});

interface Case {
  ending: Ending;
  rules: Judging;
  answer?: Said | undefined;
}

const error = fc.oneof(
  fc.constantFrom(new TypeError('Failed to fetch'), new SyntaxError('x'), new NotSentError(), 'a text', 402),
  anything.filter((value) => value !== undefined && value !== null),
);

/** Everything that a call can end with, but for what `send` says outright. */
const implicit: fc.Arbitrary<Case> = fc
  .record({
    answer: fc.option(said, { nil: undefined, freq: 2 }),
    /** What `send` made of it: the Response itself, a value, nothing, or an error. */
    how: fc.constantFrom('response', 'value', 'nothing', 'error'),
    value: anything,
    error,
    left: fc.nat({ max: 1 }),
    failed: fc.boolean(),
    rules: judging,
  })
  .map(({ answer, how, value, error, left, failed, rules }) => {
    const response = answer && responseOf(answer);
    const ending: Ending = {
      left: response ? Math.max(1, left) : left,
      failed: failed && !response,
      ...(response && { response }),
      ...(how === 'response' && { returned: response }),
      ...(how === 'value' && { returned: value }),
      ...(how === 'error' && { error }),
    };
    return { ending, rules, answer };
  });

/** Always the same endings: what is rare among them is met in each run, or in none. */
const seed = 2026;

/** Judges hundreds of endings, and gives each outcome to `look`, which tells whether it is one that it is about. */
async function each(look: (outcome: Outcome, given: Case) => boolean, cases = implicit, numRuns = 600) {
  let met = 0;
  await fc.assert(
    fc.asyncProperty(cases, async (given) => {
      if (look(await judge(given.ending, given.rules), given)) met++;
    }),
    { numRuns, seed },
  );
  expect(met).toBeGreaterThan(0);
}

/** What the answer says in JSON, as a program reads it that is not ours. */
const problemOf = ({ answer }: Case): { code?: unknown; safeNewKey?: unknown } => {
  const { body = null } = answer ?? {};
  try {
    return JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body ?? undefined)) ?? {};
  } catch {
    return {};
  }
};
const isReplay = (answer: Said) =>
  (answer.headers['Idempotent-Replayed'] ?? answer.headers['Idempotency-Replayed']) === 'true';

describe('any ending of a call', () => {
  it('has an outcome, and a record that can hold it and be read again', async () => {
    const kinds = new Set<string>();
    const both = fc.oneof(
      implicit,
      fc.record({ ending: refusedForItsTime, rules: judging }),
      fc.record({ ending: OUTRIGHT.map((returned) => ({ returned, left: 1 })), rules: judging }),
    );
    await each(
      (outcome) => {
        kinds.add(outcome.kind);
        const pending = sample({ status: 'pending', attempts: [attempt(1)] });
        const event = { ...situation, type: 'answer', attempt: 1, outcome } as const;
        const { record } = transition(pending, event, at(1000));
        expect(parseRecord(structuredClone(record))).toEqual(record);
        return true;
      },
      both,
      1000,
    );
    expect([...kinds].sort()).toEqual([
      'absent',
      'declined',
      'done',
      'processing',
      'renew',
      'unknown',
      'unreached',
    ]);
  });

  it('is `done` only for a 2xx that was not redirected and not put off, or where nothing was called (law 7)', async () => {
    await each((outcome, { ending, answer }) => {
      if (outcome.kind !== 'done') return false;
      if (answer) expect(answer).toMatchObject({ redirected: false });
      if (answer) expect(answer.status >= 200 && answer.status < 300 && answer.status !== 202).toBe(true);
      else expect(ending.left === 0 && ending.returned !== undefined).toBe(true);
      return true;
    });
  });

  it('is proof that no attempt ran only where the server says so: safeNewKey, a replayed 4xx, a 402 (law 4)', async () => {
    await each((outcome, given) => {
      const { answer, rules } = given;
      if (outcome.kind !== 'declined' || outcome.proof !== 'action') return false;
      const { safeNewKey: safe } = problemOf(given);
      const client = !!answer && answer.status >= 400 && answer.status < 500;
      const replayed = client && isReplay(answer);
      const refused = answer?.status === 402 && rules.endpoint === 'idempotent' && !answer.redirected;
      expect(safe === true || (safe !== false && (replayed || refused))).toBe(true);
      return true;
    });
  });

  it('is a refusal of this attempt only for a 4xx of the address itself', async () => {
    await each((outcome, { answer }) => {
      if (outcome.kind !== 'declined' || outcome.proof !== 'attempt') return false;
      expect(answer).toMatchObject({ redirected: false });
      expect(answer && answer.status >= 400 && answer.status < 500).toBe(true);
      return true;
    });
  });

  it('is `unreached` only where nothing left (law 7)', async () => {
    await each((outcome, { ending, rules, answer }) => {
      if (outcome.kind !== 'unreached') return false;
      expect([answer, ending.left]).toEqual([undefined, 0]);
      expect(rules.posted || ending.error instanceof NotSentError).toBe(true);
      return true;
    });
  });

  it('is never a certainty after a lost answer: it may have happened (law 7)', async () => {
    await each((outcome, { ending, answer }) => {
      if (answer || !ending.left) return false;
      expect(outcome.kind).toBe('unknown');
      return true;
    });
  });

  it('is sent again only after what looks temporary: no answer, a broken one, 408, 425, 429, 499, 5xx', async () => {
    await each((outcome, { ending, answer }) => {
      if (outcome.kind !== 'unknown' || !outcome.retry) return false;
      if (answer && answer.status >= 300)
        expect([408, 425, 429, 499].includes(answer.status) || answer.status >= 500).toBe(true);
      else if (answer) expect(ending.error).toBeDefined();
      else expect(ending.failed).toBe(true);
      return true;
    });
  });

  it('asks for a delay of a finite number of ms from 0, or for none', async () => {
    await each((outcome) => {
      const { retryAfter } = outcome as { retryAfter?: number };
      if (retryAfter === undefined) return false;
      expect(Number.isFinite(retryAfter) && retryAfter >= 0).toBe(true);
      return true;
    });
  });

  it("obeys a problem's `code` before all else that a refusal says", async () => {
    const byCode: Record<(typeof CODES)[number], Partial<Outcome>> = {
      in_progress: { kind: 'processing' },
      outcome_unknown: { kind: 'unknown', retry: false, reason: 'unanswered' },
      result_expired: { kind: 'unknown', retry: false, reason: 'unreadable' },
      key_reused: { kind: 'unknown', retry: false, reason: 'refused', barred: true },
      scope_mismatch: { kind: 'unknown', retry: false, reason: 'refused' },
      absent: { kind: 'absent' },
      clock_skew: { kind: 'renew' },
      key_too_old: { kind: 'renew' },
    };
    const coded = fc
      .tuple(implicit, fc.constantFrom(...CODES), problem, fc.integer({ min: 400, max: 599 }), said)
      .map(([given, code, rest, status, { headers }]): Case => {
        const text = JSON.stringify({
          code,
          safeNewKey: rest.safeNewKey === true,
          change: rest.change === 1,
        });
        const answer = { status, headers, body: text, redirected: false };
        return { ...given, answer, ending: { ...given.ending, left: 1, response: responseOf(answer) } };
      })
      .filter(({ ending }) => !(ending.returned instanceof Response));
    await each(
      (outcome, given) => {
        expect(outcome).toMatchObject(byCode[problemOf(given).code as (typeof CODES)[number]]);
        return true;
      },
      coded,
      300,
    );
  });

  it('is what `send` says outright, whatever else was seen', async () => {
    const told = fc
      .tuple(implicit, OUTRIGHT, fc.boolean())
      .map(([given, answer, thrown]): Case & { word: string } => ({
        ...given,
        word: answer[kind],
        ending: { ...given.ending, error: undefined, ...(thrown ? { error: answer } : { returned: answer }) },
      }));
    await each(
      (outcome, given) => {
        expect(outcome.kind).toBe((given as Case & { word: string }).word);
        return true;
      },
      told,
      300,
    );
  });
});
