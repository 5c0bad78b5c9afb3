import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Policy } from '../../src/core/action.ts';
import { type Backoff, exponential, toBackoff } from '../../src/core/backoff.ts';
import type { Event } from '../../src/core/event.ts';
import { transition } from '../../src/core/machine.ts';
import type { ActionRecord } from '../../src/core/record.ts';
import {
  at,
  attempt,
  frozen,
  type Given,
  policy,
  sample,
  situation,
  unprotected,
  withCheck,
} from './sampleRecord.ts';

// The edges of a round: the last millisecond of its deadline, of freshness, of what may still leave.

const step = (record: ActionRecord, given: Given, ms: number, rules: Policy = policy) =>
  transition(frozen(record), frozen({ ...situation, policy: rules, ...given } as Event), at(ms));

const { deadline, freshness, retention } = policy;
const wake = { type: 'wake' } as const;
const backoff = sample({
  status: 'wait',
  reason: 'backoff',
  due: { from: at(0), ms: 300 },
  attempts: [attempt(1, 'unknown')],
});
const checking = sample({ status: 'wait', reason: 'checking', ask: true, attempts: [attempt(1, 'unknown')] });
const person = sample({
  status: 'wait',
  reason: 'person',
  next: 'https://bank.example/',
  round: { spent: 1000, retries: 0, polls: 0 },
  attempts: [attempt(1, 'processing')],
});

describe('a timer that fires late', () => {
  it('still sends in the last millisecond of the deadline, and for no longer than that', () => {
    expect(step(backoff, wake, deadline - 1)).toMatchObject({
      record: { status: 'pending' },
      effects: [{ type: 'send', timeout: 1 }],
    });
  });

  it.each([deadline, deadline + 1, freshness])('ends the round at %i ms (law 6)', (ms) => {
    expect(step(backoff, wake, ms)).toMatchObject({ record: { status: 'check' }, effects: [] });
  });
});

describe('a question', () => {
  const takeover = { type: 'takeover', tab: 'B' } as const;

  it('gets the smaller of the timeout and what is left of the deadline', () => {
    expect(step(checking, takeover, 1000, withCheck).effects).toEqual([{ type: 'ask', timeout: 10_000 }]);
    expect(step(checking, takeover, deadline - 1, withCheck).effects).toEqual([{ type: 'ask', timeout: 1 }]);
  });

  it('is not asked past the deadline', () => {
    expect(step(checking, takeover, deadline, withCheck)).toMatchObject({
      record: { status: 'check' },
      effects: [],
    });
  });

  it('takes the place of an attempt that may not leave (law 12)', () => {
    const rules = { ...unprotected, check: () => {} };
    expect(step(backoff, wake, 5000, rules).effects).toMatchObject([{ type: 'ask' }]);
    expect(step({ ...backoff, barred: true }, wake, 5000, withCheck).effects).toMatchObject([
      { type: 'ask' },
    ]);
    expect(step({ ...backoff, barred: true }, wake, 5000).effects).toEqual([]);
  });

  it('takes the place of an attempt whose input is not at hand, unless nothing can have happened', () => {
    const away = { ...wake, sendable: false };
    expect(step(backoff, away, 5000, withCheck).effects).toMatchObject([{ type: 'ask' }]);
    const unreached = { ...backoff, attempts: [attempt(1, 'unreached')] };
    expect(step(unreached, away, 5000, withCheck)).toMatchObject({
      record: { status: 'retry' },
      effects: [],
    });
  });

  it('follows a question that found no answer', () => {
    expect(step({ ...backoff, ask: true }, wake, 5000, withCheck).effects).toMatchObject([{ type: 'ask' }]);
  });
});

describe('a wait that goes stale (law 10)', () => {
  it.each([
    [
      'offline',
      sample({ status: 'wait', reason: 'offline', round: { spent: 0, retries: 0, polls: 0 } }),
      'retry',
    ],
    ['backoff', backoff, 'check'],
    ['processing', { ...backoff, reason: 'processing' }, 'check'],
    ['person', person, 'check'],
  ] as const)('%s: stays until freshness, and then waits for a tap, online or not', (_, record, status) => {
    const long = { ...policy, deadline: 2 * freshness };
    const waiting = { ...record, due: { from: at(0), ms: 2 * freshness } };
    const offline = { ...wake, online: false };
    expect(step(waiting, offline, freshness, long).record).toBe(waiting);
    expect(step(waiting, offline, freshness + 1, long).record?.status).toBe(status);
    expect(step(waiting, { ...wake, tab: 'B' }, freshness + 1, long).record?.status).toBe(status);
  });

  it('asks nothing of a person who comes back from the bank too late, until they tap', () => {
    const focus = { ...wake, focus: true };
    expect(step(person, focus, freshness, withCheck).effects).toMatchObject([{ type: 'ask' }]);
    expect(step(person, focus, freshness + 1, withCheck)).toMatchObject({
      record: { status: 'check' },
      effects: [],
    });
  });

  it('writes nothing where it has said so already', () => {
    const expired = sample({ status: 'check', doubt: 'expired', attempts: [attempt(1, 'unknown')] });
    expect(step(expired, wake, retention + 1).record).toBe(expired);
    const retry = sample({ status: 'retry', attempts: [attempt(1, 'unreached')] });
    expect(step(retry, wake, freshness + 1).record).toBe(retry);
  });
});

describe('an own `retry`', () => {
  const broken = (retry: () => unknown) => ({
    ...policy,
    retry: Object.assign(retry, { retries: 3 }) as unknown as Backoff,
  });
  const throws = broken(() => {
    throw new Error('own');
  });
  const lost = { kind: 'unknown', retry: true, reason: 'unanswered' } as const;
  const pending = sample({ status: 'pending', attempts: [attempt(1)] });

  it.each([
    ['throws', throws],
    ['gives no number', broken(() => 'soon')],
    ['gives a big integer', broken(() => 300n)],
  ])('that %s ends the round: no button stays locked for it (law 8)', (_, rules) => {
    expect(step(pending, { type: 'answer', attempt: 1, outcome: lost }, 1000, rules)).toMatchObject({
      record: { status: 'check', doubt: 'unanswered' },
      effects: [],
    });
  });

  it('that throws leaves a poll its second', () => {
    const outcome = { kind: 'processing' } as const;
    expect(step(pending, { type: 'answer', attempt: 1, outcome }, 1000, throws).record).toMatchObject({
      reason: 'processing',
      due: { ms: 1000 },
    });
  });
});

describe('a Retry-After', () => {
  const list = fc.array(fc.double({ min: 0, noNaN: true }), { minLength: 1 });
  const backoffs = fc.oneof(
    fc
      .record({
        first: fc.double({ noNaN: true }),
        factor: fc.double({ noNaN: true }),
        max: fc.double({ noNaN: true }),
        retries: fc.integer({ min: 0, max: 50 }),
        spread: fc.double({ noNaN: true }),
      })
      .map((options) => exponential(options)),
    list.map((delays) => toBackoff(delays) as Backoff),
    fc.oneof(fc.double(), fc.constant(undefined)).map((ms) => Object.assign(() => ms, { retries: 3 })),
  );
  const cases = fc.record({
    retry: backoffs,
    draw: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    retryAfter: fc.oneof(fc.integer({ min: 0, max: 40_000 }), fc.double({ min: 0, noNaN: true })),
    retries: fc.nat(10),
    polls: fc.nat(100),
    kind: fc.constantFrom('unknown', 'processing'),
    question: fc.boolean(),
  });

  it('is never undercut, whatever the policy, the attempt and the jitter; or the round ends now (law 6)', () => {
    let waited = 0;
    fc.assert(
      fc.property(cases, ({ retry, draw, retryAfter, retries, polls, kind, question }) => {
        const rules = { ...withCheck, retry };
        const round = { spent: 0, since: at(0), retries, polls };
        const before = question
          ? { ...checking, round }
          : sample({ status: 'pending', attempts: [attempt(1)], round });
        const outcome =
          kind === 'processing'
            ? ({ kind, retryAfter } as const)
            : ({ kind: 'unknown', retry: true, reason: 'unanswered', retryAfter } as const);
        const given: Given = question
          ? { type: 'asked', outcome, draw }
          : { type: 'answer', attempt: 1, outcome, draw };
        const { record, effects } = step(before, given, 0, rules);
        expect(effects).toEqual([]);
        if (!record || record.status === 'check') return;
        waited++;
        expect(record).toMatchObject({ status: 'wait' });
        expect(record.due?.ms).toBeGreaterThanOrEqual(retryAfter);
        expect(record.due?.ms).toBeLessThan(deadline);
        if (retryAfter >= 1)
          expect(step(record, wake, Math.floor(retryAfter) - 1, rules).effects).toEqual([]);
      }),
      { numRuns: 2000 },
    );
    expect(waited).toBeGreaterThan(200);
  });
});
