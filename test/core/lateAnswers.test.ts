import { describe, expect, it } from 'vitest';
import type { Policy } from '../../src/core/action.ts';
import type { Event } from '../../src/core/event.ts';
import { transition } from '../../src/core/machine.ts';
import type { ActionRecord } from '../../src/core/record.ts';
import { at, attempt, frozen, type Given, policy, sample, situation, withCheck } from './sampleRecord.ts';

// What arrives when nobody waits for it any more, and what is too old when it does.

const step = (record: ActionRecord | null, given: Given, ms: number, rules: Policy = policy) =>
  transition(frozen(record), frozen({ ...situation, policy: rules, ...given } as Event), at(ms));

const LOST = { kind: 'unknown', retry: true, reason: 'unanswered' } as const;
const DONE = { kind: 'done', data: { id: 'r1' } } as const;
const NEXT = { kind: 'processing', next: 'https://bank.example/' } as const;

describe('an answer that comes late', () => {
  it('does not open what a question has shown to be done meanwhile (law 7)', () => {
    const sent = sample({ status: 'pending', attempts: [attempt(1, 'unknown'), attempt(2)] });
    const done = step(sent, { type: 'asked', outcome: DONE }, 1000, withCheck).record;
    expect(done).toMatchObject({ status: 'done', data: { id: 'r1' } });
    const { record, effects } = step(done, { type: 'answer', attempt: 2, outcome: LOST }, 2000, withCheck);
    expect(record).toMatchObject({ status: 'done', attempts: [{}, { outcome: 'unknown' }] });
    expect(effects).toEqual([]);
  });

  it('to an attempt that is too old to be listed changes nothing, but for proof', () => {
    const attempts = Array.from({ length: 32 }, (_, index) =>
      attempt(index + 2, index < 31 ? 'unknown' : ''),
    );
    const sent = sample({ status: 'pending', attempts, forgotten: true });
    expect(step(sent, { type: 'answer', attempt: 1, outcome: LOST }, 1000)).toEqual({
      record: sent,
      effects: [],
    });
    expect(step(sent, { type: 'answer', attempt: 1, outcome: DONE }, 1000).record?.status).toBe('done');
  });
});

describe('what a dead page left in flight', () => {
  it('does not hold the slot: once the round is over a person can abandon it (law 4)', () => {
    const sent = sample({ status: 'pending', attempts: [attempt(1)] });
    const resumed = step(sent, { type: 'resume', tab: 'B' }, 60_000).record;
    const refused = { kind: 'unknown', retry: false, reason: 'unreadable' } as const;
    const over = step(resumed, { type: 'answer', tab: 'B', attempt: 2, outcome: refused }, 61_000).record;
    expect(over).toMatchObject({ status: 'check', attempts: [{ outcome: 'unknown' }, {}] });
    expect(step(over, { type: 'abandon' }, 62_000).record?.status).toBe('abandoned');
  });
});

describe('past retention', () => {
  const late = policy.retention + 1;

  it('a tap that brings no input ends a `retry`, and does nothing beside', () => {
    const retry = sample({ status: 'retry', attempts: [attempt(1, 'unreached')] });
    const { record, effects } = step(retry, { type: 'tap' }, late);
    expect(record?.status).toBe('expired');
    expect(effects).toEqual([]);
  });

  it('a person whom only a question sent elsewhere is not waited for, which says `check/expired` (law 10)', () => {
    const expired = sample({ status: 'check', doubt: 'expired', attempts: [attempt(1, 'unknown')] });
    const asking = step(expired, { type: 'resume', tab: 'B' }, late, withCheck).record;
    expect(step(asking, { type: 'asked', outcome: NEXT, tab: 'B' }, late + 1000, withCheck)).toMatchObject({
      record: { status: 'check', doubt: 'expired' },
      effects: [],
    });
  });
});
