import { describe, expect, it } from 'vitest';
import type { ActionRecord } from '../../src/core/record.ts';
import { type Sighting, viewOf } from '../../src/core/viewOf.ts';
import { states } from './machineCells.ts';
import { at, attempt, frozen, policy, sample, unprotected, withCheck } from './sampleRecord.ts';

const see = (record: ActionRecord | null, sighting: Partial<Sighting> = {}) =>
  viewOf(
    frozen({
      record,
      policy,
      tab: 'A',
      durability: 'disk',
      starting: false,
      quarantined: false,
      sendable: true,
      changed: false,
      problem: undefined,
      ...sighting,
    }),
  );

const free = { durability: 'disk', locked: false } as const;
const locked = { durability: 'disk', locked: true } as const;
const id = { requestId: 'id-1' } as const;
const next = 'https://bank.example/3ds';

describe('the view of each status (design §3)', () => {
  const expected = {
    'nothing yet': { ...free, status: 'idle' },
    pending: { ...locked, ...id, status: 'pending', attempt: 1 },
    'pending after a lost answer': { ...locked, ...id, status: 'pending', attempt: 2 },
    'wait/backoff': { ...locked, ...id, status: 'wait', reason: 'backoff', nextAttemptAt: at(4900).wall },
    'wait/backoff after a lost answer': {
      ...locked,
      ...id,
      status: 'wait',
      reason: 'backoff',
      nextAttemptAt: at(4900).wall,
    },
    'wait/offline': { ...locked, ...id, status: 'wait', reason: 'offline' },
    'wait/offline after a lost answer': { ...locked, ...id, status: 'wait', reason: 'offline' },
    'wait/processing': {
      ...locked,
      ...id,
      status: 'wait',
      reason: 'processing',
      nextAttemptAt: at(4900).wall,
    },
    'wait/checking': { ...locked, ...id, status: 'wait', reason: 'checking' },
    'wait/person': { ...free, ...id, status: 'wait', reason: 'person', next },
    retry: { ...free, ...id, status: 'retry', needsInput: false },
    'check/unanswered': {
      ...free,
      ...id,
      status: 'check',
      reason: 'unanswered',
      step: 'send',
      needsInput: false,
    },
    'check/unreadable': {
      ...free,
      ...id,
      status: 'check',
      reason: 'unreadable',
      step: 'send',
      needsInput: false,
    },
    'check/refused': { ...free, ...id, status: 'check', reason: 'refused', step: 'send', needsInput: false },
    'check/stored-failure': {
      ...free,
      ...id,
      status: 'check',
      reason: 'stored-failure',
      step: 'none',
      needsInput: false,
    },
    'check/unprotected': {
      ...free,
      ...id,
      status: 'check',
      reason: 'unprotected',
      step: 'none',
      needsInput: false,
    },
    'check/expired': { ...free, ...id, status: 'check', reason: 'expired', step: 'none', needsInput: false },
    declined: { ...free, ...id, status: 'declined', decline: { code: 'card_declined', change: 'payment' } },
    done: { ...free, ...id, status: 'done', data: { id: 'r1' } },
    abandoned: { ...free, status: 'idle' },
    expired: { ...free, status: 'idle', problem: { code: 'expired' } },
  } satisfies Record<keyof typeof states, unknown>;

  it.each(Object.entries(expected))('%s', (state, view) => {
    expect(see(states[state as keyof typeof states])).toEqual(view);
  });

  it.each(Object.entries(states))(
    '%s: another tab that sends is told as `elsewhere`, locked; offline none does',
    (_, record) => {
      const view = see(record, { tab: 'B' });
      const active =
        record?.status === 'pending' ||
        (record?.status === 'wait' && record.reason !== 'person' && record.reason !== 'offline');
      if (active) expect(view).toEqual({ ...locked, ...id, status: 'wait', reason: 'elsewhere' });
      else expect(view).toEqual(see(record));
    },
  );

  it.each(Object.entries(states))(
    '%s: says `wait/starting` before the store is read (law 7)',
    (_, record) => {
      const view = see(record, { starting: true, problem: { code: 'storage_unreadable' } });
      expect(view).toMatchObject({ status: 'wait', reason: 'starting', locked: true });
      expect(view).not.toHaveProperty('problem');
    },
  );

  it.each(Object.entries(states))('%s: is locked exactly while a machine is at it', (_, record) => {
    const active = record?.status === 'pending' || (record?.status === 'wait' && record.reason !== 'person');
    expect(see(record).locked).toBe(!!active);
  });

  it('shows a quarantined row as `check`, with no step and whatever else is known (law 8)', () => {
    expect(see(null, { quarantined: true, sendable: false, policy: withCheck })).toEqual({
      ...free,
      status: 'check',
      reason: 'quarantined',
      step: 'none',
      needsInput: false,
    });
  });
});

describe('the step that is left in `check`', () => {
  const checks = Object.entries(states).filter(([, record]) => record?.status === 'check');

  it.each(checks)('%s: `check` where the definition has one', (_, record) => {
    expect(see(record, { policy: withCheck })).toMatchObject({ step: 'check' });
  });

  it.each(checks)('%s: never `send` to an unprotected endpoint (law 12)', (_, record) => {
    expect(see(record, { policy: unprotected })).toMatchObject({ step: 'none' });
  });

  it('key_reused leaves none', () => {
    const record = sample({
      status: 'check',
      doubt: 'refused',
      barred: true,
      attempts: [attempt(1, 'unknown')],
    });
    expect(see(record)).toMatchObject({ step: 'none' });
  });

  it('an ID of which the server knows nothing leaves `send`, or `none` where that may not leave', () => {
    const record = sample({
      status: 'check',
      doubt: 'unanswered',
      absent: true,
      attempts: [attempt(1, 'unknown')],
    });
    expect(see(record, { policy: withCheck })).toMatchObject({ step: 'send' });
    expect(see(record, { policy: { ...withCheck, endpoint: 'unprotected' } })).toMatchObject({
      step: 'none',
    });
    expect(see({ ...record, doubt: 'expired' }, { policy: withCheck })).toMatchObject({ step: 'none' });
  });
});

describe('what a view adds', () => {
  it.each(['retry', 'check/unanswered'] as const)('%s needs the input where it was not kept', (state) => {
    expect(see(states[state], { sendable: false })).toMatchObject({ needsInput: true });
  });

  it.each(Object.entries(states))('%s: `durability`, and `inputChanged` beside an ID', (_, record) => {
    for (const more of [{}, { starting: true }, { quarantined: true }, { tab: 'B' }]) {
      const view = see(record, { ...more, changed: true, durability: 'memory' });
      expect(view).toMatchObject({ durability: 'memory' });
      expect('inputChanged' in view).toBe('requestId' in view);
      expect(see(record, more)).not.toHaveProperty('inputChanged');
    }
  });

  it('leaves out `next` in a tab that does not hold it', () => {
    const { next: _, ...kept } = states['wait/person'];
    expect(see(kept)).toEqual({ ...free, ...id, status: 'wait', reason: 'person' });
  });

  it('gives `done` without data where it is kept nowhere', () => {
    expect(see(sample({ status: 'done' }))).toEqual({ ...free, ...id, status: 'done', data: undefined });
  });

  it('shows nothing of what was dismissed', () => {
    for (const state of ['done', 'declined', 'expired', 'abandoned'] as const)
      expect(see({ ...states[state], hidden: true })).toEqual({ ...free, status: 'idle' });
  });

  it('writes no `undefined` into a view: two views are compared as JSON', () => {
    for (const record of Object.values(states)) {
      const { data: _, ...view } = see(record) as unknown as Record<string, unknown>;
      expect(Object.values(view)).not.toContain(undefined);
    }
  });
});

describe('a record that lacks what its status needs', () => {
  it.each([
    [sample({ status: 'pending' }), { status: 'pending', attempt: 1 }],
    [sample({ status: 'wait' }), { status: 'wait', reason: 'backoff' }],
    [sample({ status: 'check' }), { status: 'check', reason: 'unanswered' }],
    [sample({ status: 'declined' }), { decline: { code: 'declined', change: 'nothing' } }],
  ] as const)('%#: has a view all the same', (record, view) => {
    expect(see(record)).toMatchObject(view);
  });

  it('shows the newest attempt of several', () => {
    const attempts = [attempt(1, 'unknown'), attempt(2, 'unknown'), attempt(3)];
    expect(see(sample({ status: 'pending', attempts }))).toMatchObject({ attempt: 3 });
  });
});

describe('a tap that was refused', () => {
  const problem = { code: 'invalid', issues: [{ message: 'Enter an amount.' }] } as const;

  it.each(['nothing yet', 'declined', 'abandoned', 'expired'] as const)(
    '%s: idle with its problem',
    (state) => {
      expect(see(states[state], { problem })).toEqual({ ...free, status: 'idle', problem });
    },
  );

  it('ends what an action that may be repeated showed', () => {
    const repeated = { ...policy, once: false };
    expect(see(states.done, { problem, policy: repeated })).toEqual({ ...free, status: 'idle', problem });
  });

  it('leaves a `once` answer', () => {
    expect(see(states.done, { problem })).toMatchObject({ status: 'done', data: { id: 'r1' } });
  });

  it('is told in `retry`, which stays', () => {
    expect(see(states.retry, { problem })).toMatchObject({ status: 'retry', requestId: 'id-1', problem });
  });

  it('hides nothing that is open (law 8)', () => {
    for (const record of Object.values(states))
      if (record && ['pending', 'wait', 'check'].includes(record.status))
        expect(see(record, { problem }).status).toBe(record.status);
  });
});
