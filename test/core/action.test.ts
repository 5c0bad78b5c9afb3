import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { defineAction } from '../../src/core/action.ts';
import { background, exponential } from '../../src/core/backoff.ts';
import { DefinitionError } from '../../src/core/errors/definitionError.ts';
import { isSafeActionError } from '../../src/core/errors/safeActionError.ts';
import { post } from '../../src/core/post.ts';

const least = {
  name: 'checkout.pay',
  keep: 'input',
  endpoint: 'idempotent',
  send: post('/api/pay'),
} as const;

/** As JavaScript calls it: with anything. */
const define = (options: object) =>
  defineAction({ ...least, ...options } as Parameters<typeof defineAction>[0]);

function refusal(options: object): DefinitionError {
  try {
    define(options);
  } catch (error) {
    if (error instanceof DefinitionError) return error;
    throw error;
  }
  throw new Error(`defined: ${JSON.stringify(options)}`);
}

describe('a definition', () => {
  it('fills in the defaults', () => {
    const { retry, ...action } = defineAction(least);
    expect(action).toEqual({
      ...least,
      timeout: 10_000,
      deadline: 30_000,
      freshness: 300_000,
      retention: 72_000_000,
      once: false,
    });
    expect([0, 1, 2, 3].map((number) => retry(number, () => 0.5))).toEqual([300, 900, 2000, undefined]);
  });

  it.each([
    ['payment', true],
    ['account', true],
    ['message', false],
    ['save', false],
    [undefined, false],
  ] as const)('of kind %s is answered once: %s, unless it says otherwise', (kind, once) => {
    expect(define({ kind }).once).toBe(once);
    expect(define({ kind, once: !once }).once).toBe(!once);
  });

  it('keeps what it is given', () => {
    const options = {
      ...least,
      kind: 'save',
      input: z.object({ amount: z.number() }),
      output: z.object({ id: z.string() }),
      check: () => {},
      cancel: () => {},
      durability: 'required',
      retry: exponential({ retries: 1 }),
      timeout: 1,
      deadline: 2,
      freshness: 3,
      retention: 4,
      once: true,
      describe: () => 'it',
      invalidates: [['orders']],
      requestId: 'order',
    } as const;
    expect(define(options)).toEqual(options);
  });

  it('takes the deadline of a schedule that has one, unless it says otherwise', () => {
    expect(define({ retry: background }).deadline).toBe(300_000);
    expect(define({ retry: background, deadline: 60_000 }).deadline).toBe(60_000);
  });

  it('takes a plain list of delays', () => {
    const { retry } = define({ retry: [100, 200] });
    expect([0, 1, 2].map((number) => retry(number, () => 0.5))).toEqual([100, 200, undefined]);
    expect(define({ retry: [] }).retry(0, () => 0)).toBeUndefined();
  });

  it('takes `null` for an option that is left out', () => {
    const left = {
      kind: null,
      input: null,
      output: null,
      check: null,
      cancel: null,
      durability: null,
      describe: null,
    };
    expect(define({ ...left, invalidates: null, requestId: null, retry: null })).toMatchObject({
      name: 'checkout.pay',
    });
  });
});

describe('what no network can repair is refused at definition', () => {
  it.each(['frist', 'Retry', 'onDone', 'headers', 'url', 'scope', 'subject'])(
    'the unknown option %s',
    (option) => {
      expect(refusal({ [option]: 1 })).toMatchObject({ code: 'unknown_option' });
      expect(refusal({ [option]: undefined })).toMatchObject({ code: 'unknown_option' });
    },
  );

  it.each(Object.keys(least))('no %s', (option) => {
    for (const nothing of [undefined, null]) {
      const error = refusal({ [option]: nothing });
      expect(error).toMatchObject({ code: 'invalid_option' });
      expect(error.message).toContain(`"${option}"`);
    }
  });

  const ms = ['timeout', 'deadline', 'freshness', 'retention'].flatMap((option) =>
    [0, -1, Number.NaN, Infinity, '10s', null, undefined].map((value): [string, unknown] => [option, value]),
  );

  it.each<[string, unknown]>([
    ...ms,
    ['name', ''],
    ['name', 7],
    ['name', Symbol('pay')],
    ['kind', 'gift'],
    ['kind', ''],
    ['keep', 'everything'],
    ['keep', true],
    ['endpoint', 'safe'],
    ['endpoint', 'input'],
    ['durability', 'best'],
    ['send', '/api/pay'],
    ['send', {}],
    ['check', '/api/pay'],
    ['check', true],
    ['cancel', {}],
    ['input', 'string'],
    ['output', true],
    ['retry', 3],
    ['retry', {}],
    ['retry', '300'],
    ['retry', ['300', 'soon']],
    ['retry', [-1]],
    ['retry', [Number.NaN]],
    ['once', 'yes'],
    ['once', null],
    ['describe', 'A payment'],
    ['invalidates', 'orders'],
    ['requestId', 7],
    ['requestId', ''],
  ])('%s: %s', (option, value) => {
    const error = refusal({ [option]: value });
    expect(error).toMatchObject({ code: 'invalid_option' });
    expect(error.message).toContain(`"${option}"`);
  });

  it("keep: 'id' without a check: after a reload only the server could say what happened", () => {
    expect(refusal({ keep: 'id' })).toMatchObject({ code: 'keep_id_without_check' });
    expect(refusal({ keep: 'id', check: null })).toMatchObject({ code: 'keep_id_without_check' });
    expect(define({ keep: 'id', check: () => {} }).keep).toBe('id');
  });

  it('a retention below the deadline: an ID would die inside its own round', () => {
    expect(refusal({ retention: 29_999 })).toMatchObject({ code: 'retention_below_deadline' });
    expect(refusal({ deadline: 72_000_001 })).toMatchObject({ code: 'retention_below_deadline' });
    expect(refusal({ retention: 299_999, retry: background })).toMatchObject({
      code: 'retention_below_deadline',
    });
    expect(define({ retention: 30_000 }).retention).toBe(30_000);
  });
});

describe('the error', () => {
  const faults: [DefinitionError['code'], object, string][] = [
    ['unknown_option', { frist: 1 }, 'frist'],
    ['invalid_option', { timeout: 0 }, 'timeout'],
    ['invalid_option', { kind: 'gift' }, 'kind'],
    ['invalid_option', { retry: {} }, 'retry'],
    ['keep_id_without_check', { keep: 'id' }, 'check'],
    ['retention_below_deadline', { retention: 1 }, 'retention'],
  ];

  it.each(faults)(
    '%s of %o names the option, says why and how to fix it, and has a page',
    (code, options, option) => {
      const error = refusal(options);
      expect(isSafeActionError(error)).toBe(true);
      expect(error.name).toBe('DefinitionError');
      // What happened, why it matters, how to fix it, and where to read on.
      expect(error.message).toMatch(
        new RegExp(`^Option "${option}" [^.]+\\. .+\\. .+\\. \\[docs/errors/${code}\\.md\\]$`),
      );
      expect(error.message).not.toMatch(/undefined|\[object/);
    },
  );

  it('lists the words that are allowed', () => {
    expect(refusal({ endpoint: 'safe' }).message).toContain('idempotent or unprotected');
  });

  it('is short in production', () => {
    vi.stubEnv('NODE_ENV', 'production');
    try {
      expect(refusal({ frist: 1 }).message).toBe('frist [docs/errors/unknown_option.md]');
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
