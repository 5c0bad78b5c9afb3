import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsBetween } from '../../src/core/actionEvent.ts';
import type { ActionRecord } from '../../src/core/record.ts';
import { states } from './machineCells.ts';
import { at, attempt, frozen, sample, TAP } from './sampleRecord.ts';

const NOW = TAP + 7000;
const between = (before: ActionRecord | null, after: ActionRecord) =>
  eventsBetween(frozen(before), frozen(after), NOW).map(({ name, subject, requestId, ...rest }) => {
    expect({ name, subject, requestId }).toEqual({
      name: 'checkout.pay',
      subject: 'cart-1',
      requestId: after.requestId,
    });
    return rest;
  });

describe('what happened between two states of a record', () => {
  it('tells a new action from its start, in order, each at its own time', () => {
    const record = sample({
      status: 'wait',
      reason: 'backoff',
      attempts: [attempt(1, 'unknown'), { ...attempt(2, 'unreached'), at: at(2000), ms: 50 }],
    });
    expect(between(null, record)).toEqual([
      { type: 'minted', at: TAP },
      { type: 'attempt', attempt: 1, at: TAP },
      { type: 'outcome', attempt: 1, outcome: 'unknown', ms: 1000, at: TAP + 1000 },
      { type: 'attempt', attempt: 2, at: TAP + 2000 },
      { type: 'outcome', attempt: 2, outcome: 'unreached', ms: 50, at: TAP + 2050 },
      { type: 'status', status: 'wait', reason: 'backoff', at: NOW },
    ]);
  });

  it('tells of another ID in the slot as of a new action', () => {
    const after = { ...sample({ status: 'pending', attempts: [attempt(1)] }), requestId: 'id-2' };
    expect(between(sample({ status: 'declined' }), after).map(({ type }) => type)).toEqual([
      'minted',
      'attempt',
      'status',
    ]);
  });

  it('tells only what is new', () => {
    const before = sample({ status: 'pending', attempts: [attempt(1, 'unknown'), attempt(2)] });
    const after = sample({ status: 'done', attempts: [attempt(1, 'unknown'), attempt(2, 'done')] });
    expect(between(before, after)).toEqual([
      { type: 'outcome', attempt: 2, outcome: 'done', ms: 1000, at: TAP + 1000 },
      { type: 'status', status: 'done', at: NOW },
    ]);
  });

  it('tells of an attempt whose outcome became another, such as by a late answer', () => {
    const before = sample({ status: 'check', doubt: 'unanswered', attempts: [attempt(1, 'unknown')] });
    const after = sample({ status: 'done', attempts: [attempt(1, 'done')] });
    expect(between(before, after)[0]).toMatchObject({ type: 'outcome', outcome: 'done' });
  });

  it('tells of another sender', () => {
    const before = states['wait/backoff'];
    expect(between(before, { ...before, owner: 'B', fence: 2 })).toEqual([
      { type: 'sender', fence: 2, at: NOW },
    ]);
  });

  it.each([
    ['wait/backoff', 'wait/offline', 'offline'],
    ['wait/checking', 'check/unanswered', 'unanswered'],
    ['check/unanswered', 'check/expired', 'expired'],
  ] as const)('from %s to %s tells the reason %s', (before, after, reason) => {
    const attempts = states[before].attempts;
    const { status } = states[after];
    expect(between(states[before], { ...states[after], attempts })).toEqual([
      { type: 'status', status, reason, at: NOW },
    ]);
  });

  it.each(Object.entries(states))(
    '%s: tells nothing where nothing changed, or only what was seen',
    (_, record) => {
      if (!record) return;
      expect(between(record, record)).toEqual([]);
      expect(between(record, { ...record, delivered: true, hidden: true })).toEqual([]);
    },
  );

  it('tells nothing that a person typed and nothing that the server said (law 9)', () => {
    const records = Object.values(states).filter((record) => record !== null);
    const any = fc.constantFrom(null, ...records);
    fc.assert(
      fc.property(any, fc.constantFrom(...records), (before, after) => {
        const secret = {
          input: 'SECRET',
          data: 'SECRET',
          next: 'https://SECRET',
          description: 'SECRET',
          request: { url: 'SECRET', method: 'POST', body: 'SECRET' },
          decline: { code: 'SECRET', message: 'SECRET', change: 'nothing' as const },
        };
        expect(JSON.stringify(between(before, { ...after, ...secret }))).not.toContain('SECRET');
      }),
    );
  });
});
