import { describe, expect, it } from 'vitest';
import type { Policy } from '../../src/core/action.ts';
import type { Instant } from '../../src/core/age.ts';
import { exponential } from '../../src/core/backoff.ts';
import type { AnswerEvent, Event, Transition } from '../../src/core/event.ts';
import { transition } from '../../src/core/machine.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { type ActionRecord, parseRecord } from '../../src/core/record.ts';
import { stepOf } from '../../src/core/standing.ts';
import {
  at,
  attempt,
  frozen,
  type Given,
  jumped,
  mintOf,
  policy,
  sample,
  situation,
  unprotected,
  withCheck,
} from './sampleRecord.ts';

// What the table of machine.test.ts cannot say: time, counts, and sequences of events.

const DAY = 86_400_000;
const LOST: Outcome = { kind: 'unknown', retry: true, reason: 'unanswered' };
const DECLINED: Outcome = {
  kind: 'declined',
  decline: { code: 'card_declined', change: 'payment' },
  proof: 'action',
};
const REFUSED: Outcome = { ...DECLINED, proof: 'attempt' };
const DONE: Outcome = { kind: 'done', data: { id: 'r1' } };

const tap = (id = 'id-1', input?: unknown): Given => ({ type: 'tap', mint: mintOf(id, input) });
/** It is stored later. */
const made = (when: Instant): Given => ({ type: 'tap', mint: mintOf('id-2'), at: when });
const answer = (outcome: Outcome, number = 1): Given => ({ type: 'answer', attempt: number, outcome });
const refusedForTime = (serverTime: number, number = 1): Given => ({
  type: 'answer',
  attempt: number,
  outcome: { kind: 'renew', serverTime },
  mint: mintOf('id-2'),
});
const asked = (outcome: Outcome): Given => ({ type: 'asked', outcome });
const plain = (type: 'resume' | 'takeover' | 'wake' | 'stop' | 'abandon' | 'dismiss' | 'deliver'): Given => ({
  type,
  // Another page load than the one that minted it.
  ...(type === 'resume' && { tab: 'B' }),
});

const step = (record: ActionRecord | null, said: Given, now: Instant, rules: Policy = policy): Transition =>
  transition(frozen(record), frozen({ ...situation, policy: rules, ...said } as Event), now);

/** The last transition of a sequence of [ms after the tap, event]. */
function play(
  rules: Policy,
  ...events: [number | Instant, Given][]
): { record: ActionRecord; effects: unknown[] } {
  let next: Transition = { record: null, effects: [] };
  for (const [when, said] of events)
    next = step(next.record, said, typeof when === 'number' ? at(when) : when, rules);
  if (!next.record) throw new Error('no record');
  expect(parseRecord(next.record), 'what is stored can be read again').toBeDefined();
  return { record: next.record, effects: next.effects };
}

const sends = (effects: readonly unknown[]) =>
  effects.filter((effect) => (effect as { type: string }).type === 'send');
const retrying = (rules: Policy, retry: Policy['retry']): Policy => ({ ...rules, retry });

describe('a tap', () => {
  it('mints one ID with attempt 1 started in the same step (laws 1, 2)', () => {
    const { record, effects } = play(policy, [0, tap()]);
    expect(record).toMatchObject({
      requestId: 'id-1',
      status: 'pending',
      fence: 1,
      owner: 'A',
      kept: true,
      attempts: [{ number: 1, at: at(0), timeout: 10_000 }],
    });
    expect(effects).toEqual([{ type: 'send', attempt: 1, timeout: 10_000 }]);
  });

  it.each([
    ['input', true],
    ['id', false],
  ] as const)('with keep: %s says whether its input is stored', (keep, kept) => {
    expect(play({ ...policy, keep }, [0, tap()]).record.kept).toBe(kept);
  });

  it('counts the 500 ms on the monotonic clock where the wall clock is set back meanwhile', () => {
    const declined = sample({ status: 'declined' });
    expect(step(declined, tap('id-2'), jumped(100, -DAY))).toEqual({ record: declined, effects: [] });
    expect(step(declined, tap('id-2'), jumped(500, -DAY)).record?.requestId).toBe('id-2');
  });

  it.each([
    ['499 ms after', at(60_499), 'id-1'],
    ['500 ms after', at(60_500), 'id-2'],
    ['499 ms before', at(59_501), 'id-1'],
    ['500 ms before', at(59_500), 'id-2'],
    ['in another page load, 499 ms after', at(60_499, 'other'), 'id-1'],
    ['in another page load, long before', at(0, 'other'), 'id-2'],
  ])(
    'that was made %s the last accepted one counts from there, however late either is stored (law 1)',
    (_, when, id) => {
      const declined = sample({ status: 'declined', tapped: at(60_000), touched: at(63_000) });
      const now = { ...at(70_000), origin: when.origin };
      expect(step(declined, made(when), now).record?.requestId).toBe(id);
    },
  );

  it.each([-DAY, DAY])(
    'and also where the wall clock is set by %i ms between the two, or after them',
    (jump) => {
      const declined = sample({ status: 'declined' });
      const ids = [at(499), jumped(499, jump), at(500), jumped(500, jump)].map(
        (when) => step(declined, made(when), jumped(2000, jump)).record?.requestId,
      );
      expect(ids).toEqual(['id-1', 'id-1', 'id-2', 'id-2']);
    },
  );

  it('starts no attempt while offline, and sends nothing (law 2)', () => {
    const { record, effects } = play(policy, [0, { ...tap(), online: false }]);
    expect(record).toMatchObject({ status: 'wait', reason: 'offline', attempts: [] });
    expect(effects).toEqual([]);
  });

  it.each([
    ['done', DONE],
    ['declined', DECLINED],
    ['retry', { kind: 'unreached' } as const],
    ['check', { kind: 'unknown', retry: false, reason: 'unreadable' } as const],
  ])('belongs to the first one within 500 ms, although it is %s by then (law 1)', (status, outcome) => {
    const rules = retrying({ ...policy, once: false }, exponential({ retries: 0 }));
    const before = play(rules, [0, tap()], [100, answer(outcome)]).record;
    expect(before.status).toBe(status);
    expect(step(before, tap('id-2'), at(499), rules)).toEqual({ record: before, effects: [] });
    expect(sends(step(before, tap('id-2'), at(500), rules).effects)).toHaveLength(1);
  });

  it.each([DECLINED, DONE])(
    'on "Check status" makes its double tap belong to it, whatever the fast answer ($kind) was (law 1)',
    (outcome) => {
      const rules = { ...withCheck, once: false };
      const check = sample({ status: 'check', doubt: 'unanswered', attempts: [attempt(1, 'unknown')] });
      const asking = step(check, tap('id-2'), at(60_000), rules);
      expect(asking.effects).toMatchObject([{ type: 'ask' }]);
      const settled = step(asking.record, asked(outcome), at(60_100), rules);
      expect(step(settled.record, tap('id-2'), at(60_200), rules)).toEqual({
        record: settled.record,
        effects: [],
      });
    },
  );

  it('on "Check status" does not renew freshness (design §3)', () => {
    const check = sample({ status: 'check', doubt: 'unanswered', attempts: [attempt(1, 'unknown')] });
    expect(step(check, tap('id-2'), at(60_000), withCheck).record?.tapped).toEqual(at(0));
  });

  it('on a step that sends renews it', () => {
    const check = sample({ status: 'check', doubt: 'unanswered', attempts: [attempt(1, 'unknown')] });
    expect(step(check, tap('id-2'), at(600_000)).record).toMatchObject({
      status: 'pending',
      tapped: at(600_000),
    });
  });

  it('gets the stored answer for `once`, shown again where it was hidden, and a new action without', () => {
    const done = sample({ status: 'done', data: 1, hidden: true, delivered: true });
    expect(step(done, tap('id-2'), at(1000)).record).toMatchObject({ requestId: 'id-1', hidden: false });
    expect(step(done, tap('id-2'), at(1000), { ...policy, once: false }).record).toMatchObject({
      requestId: 'id-2',
      status: 'pending',
    });
  });

  it('gets it only until retention', () => {
    const done = sample({ status: 'done' });
    expect(step(done, tap('id-2'), at(policy.retention)).record?.requestId).toBe('id-1');
    expect(step(done, tap('id-2'), at(policy.retention + 1)).record?.requestId).toBe('id-2');
  });

  it('with other input in `retry` settles the old ID and mints anew, in one step (law 4)', () => {
    const retry = sample({ status: 'retry', attempts: [attempt(1, 'unreached')] });
    const { record, effects } = step(retry, tap('id-2', { amount: 30 }), at(1000));
    expect(record).toMatchObject({ requestId: 'id-2', input: { amount: 30 } });
    expect(effects).toMatchObject([
      { type: 'send', attempt: 1 },
      { type: 'settle', record: { requestId: 'id-1', status: 'abandoned' } },
    ]);
  });

  it('in `check` sends the frozen input whatever the form says (law 5)', () => {
    const check = sample({ status: 'check', doubt: 'unanswered', attempts: [attempt(1, 'unknown')] });
    const { record } = step(check, tap('id-2', { amount: 30 }), at(1000));
    expect(record).toMatchObject({ requestId: 'id-1', input: { amount: 20 } });
  });

  it('takes the order of keys for no change', () => {
    const retry = sample({ status: 'retry', input: { a: 1, b: 2 } });
    expect(step(retry, tap('id-2', { b: 2, a: 1 }), at(1000)).record?.requestId).toBe('id-1');
  });

  it('sends nothing where the input is not at hand', () => {
    const retry = sample({ status: 'retry', kept: false, attempts: [attempt(1, 'unreached')] });
    expect(step(retry, { ...tap('id-1'), sendable: false }, at(1000))).toEqual({
      record: retry,
      effects: [],
    });
  });

  it('brings an input that was not stored for the step that it takes, and for no other (law 5)', () => {
    const { input: _, ...rest } = sample({
      status: 'retry',
      kept: false,
      attempts: [attempt(1, 'unreached')],
    });
    const compared = { requestId: 'id-1', changed: false };
    const typed: Given = { type: 'tap', compared, typed: { input: { amount: 30 } }, sendable: false };
    const { record, effects } = step(rest, typed, at(5000));
    expect(record).toMatchObject({ input: { amount: 30 }, typed: at(5000), status: 'pending' });
    expect(effects).toMatchObject([{ type: 'send', attempt: 2 }]);
    // A second click, a call that is under way, another action, an input that was stored.
    const kept = { ...rest, kept: true, input: { amount: 20 } };
    for (const [before, when] of [
      [rest, 499],
      [{ ...rest, status: 'pending' as const }, 5000],
      [{ ...rest, requestId: 'id-2' }, 5000],
    ] as const)
      expect(step(before, typed, at(when))).toEqual({ record: before, effects: [] });
    expect(step(kept, { ...typed, sendable: true }, at(5000)).record).toMatchObject({
      input: { amount: 20 },
    });
  });

  it('on wait/person asks where the definition has a check, also in a tab that does not hold `next`', () => {
    const person = sample({
      status: 'wait',
      reason: 'person',
      kept: false,
      attempts: [attempt(1, 'processing')],
    });
    const { effects } = step(person, { type: 'tap', sendable: false, tab: 'B' }, at(1000), withCheck);
    expect(effects).toMatchObject([{ type: 'ask' }]);
  });

  it('waits for the old record of a guest to be taken up by a tap only', () => {
    const check = sample({
      status: 'check',
      doubt: 'unanswered',
      attempts: [attempt(1, 'unknown')],
      round: { spent: 0, retries: 0, polls: 0, over: true },
    });
    expect(step(check, plain('resume'), at(1000)).effects).toEqual([]);
    expect(sends(step(check, tap('id-2'), at(1000)).effects)).toHaveLength(1);
  });
});

describe('retries', () => {
  it('follow the policy: 300, 900, 2000 ms and then the end (law 6)', () => {
    let record = play(policy, [0, tap()]).record;
    let now = 0;
    const delays: (number | undefined)[] = [];
    for (let number = 1; record.status === 'pending'; number++) {
      record =
        play(policy, [0, tap()]) && (step(record, answer(LOST, number), at(now)).record as ActionRecord);
      delays.push(record.due?.ms);
      now += record.due?.ms ?? 0;
      if (record.status === 'wait') record = step(record, plain('wake'), at(now)).record as ActionRecord;
    }
    expect(delays).toEqual([300, 900, 2000, undefined]);
    expect(record).toMatchObject({ status: 'check', doubt: 'unanswered', attempts: { length: 4 } });
  });

  it('end in `retry` where no attempt reached the server', () => {
    const rules = retrying(policy, exponential({ retries: 0 }));
    expect(play(rules, [0, tap()], [1, answer({ kind: 'unreached' })]).record.status).toBe('retry');
  });

  it('wait for a Retry-After with the jitter on top', () => {
    const slow: Outcome = { ...LOST, retryAfter: 5000 };
    expect(play(policy, [0, tap()], [0, answer(slow)]).record.due).toEqual({ from: at(0), ms: 5300 });
  });

  it('end now where the Retry-After lies past the deadline (law 6)', () => {
    const slow = (ms: number): Outcome => ({ ...LOST, retryAfter: ms });
    expect(play(policy, [0, tap()], [0, answer(slow(29_699))]).record.status).toBe('wait');
    expect(play(policy, [0, tap()], [0, answer(slow(29_700))]).record.status).toBe('check');
  });

  it('keep a Retry-After through a reload', () => {
    const waiting: [number, Given][] = [
      [0, tap()],
      [0, answer({ ...LOST, retryAfter: 20_000 })],
    ];
    const early = play(policy, ...waiting, [1000, plain('resume')]);
    expect(early.effects).toEqual([]);
    expect(early.record).toMatchObject({ status: 'wait', reason: 'backoff', owner: 'B', fence: 2 });
    expect(sends(play(policy, ...waiting, [20_300, plain('resume')]).effects)).toHaveLength(1);
  });

  it('are not spent by polling, the deadline is (law 6)', () => {
    const processing: Outcome = { kind: 'processing', retryAfter: 4000 };
    let record = play(policy, [0, tap()]).record;
    let now = 0;
    let number = 1;
    for (; record.status === 'pending'; number++) {
      record = step(record, answer(processing, number), at(now)).record as ActionRecord;
      if (record.status !== 'wait') break;
      now += record.due?.ms ?? 0;
      record = step(record, plain('wake'), at(now)).record as ActionRecord;
    }
    expect(number).toBeGreaterThan(4);
    expect(record.round.retries).toBe(0);
    expect(now).toBeLessThanOrEqual(30_000);
    expect(record).toMatchObject({ status: 'check', doubt: 'unanswered' });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])(
    'end at a delay that is no delay (%s): none is stored',
    (ms) => {
      const odd = Object.assign(() => ms, { retries: 3 });
      expect(play(retrying(policy, odd), [0, tap()], [1, answer(LOST)]).record.status).toBe('check');
    },
  );

  it('are as far apart while polling as after a failure, the last delay again and again, after what the server asks for', () => {
    const processing: Outcome = { kind: 'processing', retryAfter: 1000 };
    let record = play(policy, [0, tap()]).record;
    const delays: (number | undefined)[] = [];
    for (let number = 1; number <= 5; number++) {
      record = step(record, answer(processing, number), at(0)).record as ActionRecord;
      delays.push(record.due?.ms);
      record = step({ ...record, due: { from: at(0), ms: 0 } }, plain('wake'), at(0)).record as ActionRecord;
    }
    expect(delays).toEqual([1300, 1900, 3000, 3000, 3000]);
  });
});

describe('the deadline', () => {
  it('bounds the timeout of an attempt (law 6)', () => {
    const { effects } = play(policy, [0, tap()], [24_000, answer(LOST)], [24_300, plain('wake')]);
    expect(effects).toEqual([{ type: 'send', attempt: 2, timeout: 5700 }]);
  });

  it('does not run offline (law 6)', () => {
    const { effects } = play(
      policy,
      [0, tap()],
      [1000, answer(LOST)],
      [1300, { ...plain('wake'), online: false }],
      [200_000, plain('wake')],
    );
    expect(effects).toEqual([{ type: 'send', attempt: 2, timeout: 10_000 }]);
  });

  it('does not run while the person is at the bank, but counts what was spent before and after', () => {
    const person: Outcome = { kind: 'processing', next: 'https://bank.example' };
    const { record, effects } = play(
      policy,
      [0, tap()],
      [9000, answer(person)],
      [250_000, { type: 'wake', focus: true }],
      [255_000, answer(person, 2)],
      [290_000, { type: 'wake', focus: true }],
    );
    expect(record.round.spent).toBe(14_000);
    expect(effects).toEqual([{ type: 'send', attempt: 3, timeout: 10_000 }]);
  });

  it('ends with the round: the next tap has a whole one again', () => {
    const { record, effects } = play(policy, [0, tap()], [29_900, answer(LOST)], [40_000, tap('id-2')]);
    expect(record.round).toEqual({ spent: 0, since: at(40_000), retries: 0, polls: 0 });
    expect(effects).toEqual([{ type: 'send', attempt: 2, timeout: 10_000 }]);
  });
});

describe('age (law 10)', () => {
  const offline: [number, Given] = [0, { ...tap(), online: false }];

  it('past freshness sends nothing without a tap, and says that nothing happened', () => {
    const fresh = play(policy, offline, [policy.freshness, plain('wake')]);
    expect(sends(fresh.effects)).toHaveLength(1);
    const stale = play(policy, offline, [policy.freshness + 1, plain('wake')]);
    expect(stale).toMatchObject({ record: { status: 'retry' }, effects: [] });
  });

  it('past freshness a tap sends the same ID', () => {
    const { record, effects } = play(policy, offline, [600_000, plain('wake')], [600_001, tap('id-2')]);
    expect(record.requestId).toBe('id-1');
    expect(sends(effects)).toHaveLength(1);
  });

  it('past retention a `retry` is expired and frees its slot; what may have happened stays, with no step', () => {
    const late = at(policy.retention + 1);
    const retry = sample({ status: 'retry', attempts: [attempt(1, 'unreached')] });
    expect(step(retry, { type: 'tap' }, late).record?.status).toBe('expired');
    const minted = step(retry, tap('id-2'), late);
    expect(minted).toMatchObject({
      record: { requestId: 'id-2', status: 'pending' },
      effects: [{ type: 'send' }, { type: 'settle', record: { requestId: 'id-1', status: 'expired' } }],
    });
    const check = sample({ status: 'check', doubt: 'unanswered', attempts: [attempt(1, 'unknown')] });
    const expired = step(check, tap('id-2'), late);
    expect(expired).toMatchObject({ record: { status: 'check', doubt: 'expired' }, effects: [] });
    expect(stepOf(expired.record as ActionRecord, policy)).toBe('none');
  });

  it.each([
    ['wake', plain('wake')],
    ['focus', { type: 'wake', focus: true } as const],
    ['resume', plain('resume')],
    ['takeover', { ...plain('takeover'), tab: 'B' }],
  ])('past freshness nothing is sent by %s, whatever the status', (_, given) => {
    const long = { ...policy, deadline: 10 * DAY, retention: 20 * DAY };
    const person = { reason: 'person', next: 'https://bank.example/' } as const;
    for (const record of [
      sample({ status: 'pending', attempts: [attempt(1)] }),
      sample({ status: 'wait', reason: 'backoff', attempts: [attempt(1, 'unknown')] }),
      sample({ status: 'wait', reason: 'processing', attempts: [attempt(1, 'processing')] }),
      sample({ status: 'wait', ...person, attempts: [attempt(1, 'processing')] }),
      sample({ status: 'check', doubt: 'unanswered', attempts: [attempt(1, 'unknown')] }),
    ])
      for (const now of [at(policy.freshness + 1), jumped(5000, DAY), at(-2001, 'reloaded')])
        expect(step(record, given, now, long).effects).toEqual([]);
  });

  it('leaves what is in flight to end, and takes its answer at any age', () => {
    const pending = sample({ status: 'pending', attempts: [attempt(1)] });
    const late = at(policy.retention + 1);
    expect(step(pending, plain('wake'), late)).toEqual({ record: pending, effects: [] });
    expect(step(pending, answer(DONE), late).record?.status).toBe('done');
  });

  it('past freshness a person who is elsewhere is waited for no longer', () => {
    const person = sample({ status: 'wait', reason: 'person', attempts: [attempt(1, 'processing')] });
    expect(step(person, plain('wake'), at(policy.freshness)).record).toBe(person);
    expect(step(person, plain('wake'), at(policy.freshness + 1)).record).toMatchObject({
      status: 'check',
      doubt: 'unanswered',
    });
  });

  it('leaves a question that is under way to end, and what is expired as it is', () => {
    const late = at(policy.retention + 1);
    const asking = sample({
      status: 'wait',
      reason: 'checking',
      ask: true,
      attempts: [attempt(1, 'unknown')],
    });
    expect(step(asking, plain('wake'), late, withCheck).record).toBe(asking);
    const expired = sample({ status: 'check', doubt: 'expired', attempts: [attempt(1, 'unknown')] });
    expect(step(expired, plain('wake'), late).record).toBe(expired);
  });

  it('past retention may still ask', () => {
    const check = sample({ status: 'check', doubt: 'unanswered', attempts: [attempt(1, 'unknown')] });
    expect(step(check, tap('id-2'), at(policy.retention + 1), withCheck).effects).toMatchObject([
      { type: 'ask' },
    ]);
  });

  it('says `expired` of what was in flight when its page died past retention', () => {
    const { record, effects } = play(
      policy,
      [0, tap()],
      [at(policy.retention + 1, 'reloaded'), plain('resume')],
    );
    expect(record).toMatchObject({ status: 'check', doubt: 'expired' });
    expect(effects).toEqual([]);
  });

  it('a clock that jumps a day ahead makes an intent stale, never fresh', () => {
    const { record, effects } = play(policy, offline, [jumped(1000, DAY), plain('wake')]);
    expect(record.status).toBe('expired');
    expect(effects).toEqual([]);
  });

  it('a clock set back a day is seen through by the monotonic one', () => {
    const { effects } = play(policy, offline, [jumped(1000, -DAY), plain('wake')]);
    expect(sends(effects)).toHaveLength(1);
  });

  it('a clock set back a day before a reload makes an intent stale', () => {
    const reloaded: Instant = { ...jumped(1000, -DAY), origin: 'reloaded' };
    const { record, effects } = play(policy, offline, [reloaded, plain('resume')]);
    expect(record.status).toBe('retry');
    expect(effects).toEqual([]);
  });

  it('tolerates two seconds of a clock that is corrected', () => {
    const reload = (jump: number): Instant => ({ ...jumped(0, jump), origin: 'reloaded' });
    expect(sends(play(policy, offline, [reload(-2000), plain('resume')]).effects)).toHaveLength(1);
    expect(sends(play(policy, offline, [reload(-2001), plain('resume')]).effects)).toHaveLength(0);
  });

  it.each([-DAY, DAY])('stores no endless duration after a jump by %i ms', (jump) => {
    const reloaded: Instant = { ...jumped(1000, jump), origin: 'reloaded' };
    for (const said of [answer(LOST), answer(DONE), plain('takeover'), plain('resume')])
      expect(play(policy, [0, tap()], [reloaded, said]).record).toBeDefined();
  });

  it('a clock set back a day does not undo `once`: nothing is doubled', () => {
    const done = sample({ status: 'done', data: 1 });
    const next = step(done, tap('id-2'), { ...jumped(1000, -DAY), origin: 'reloaded' });
    expect(next).toEqual({ record: done, effects: [] });
  });
});

describe('an unprotected endpoint (law 12)', () => {
  const lost: [number, Given][] = [
    [0, tap()],
    [1000, answer(LOST)],
  ];

  it('is not sent to again after an attempt that may have left, by any event', () => {
    const { record } = play(unprotected, ...lost);
    expect(record).toMatchObject({ status: 'check', doubt: 'unprotected' });
    expect(stepOf(record, unprotected)).toBe('none');
    for (const said of [tap('id-2'), plain('resume'), plain('takeover'), plain('wake')])
      expect(step(record, said, at(5000), unprotected).effects).toEqual([]);
  });

  it('stays unprotected for this ID where a newer deploy says otherwise', () => {
    const { record } = play(unprotected, ...lost);
    expect(step(record, tap('id-2'), at(5000), policy).effects).toEqual([]);
  });

  it('becomes unprotected for this ID where a newer deploy says so', () => {
    const { record } = play(policy, ...lost);
    expect(step(record, plain('wake'), at(5000), unprotected)).toMatchObject({
      record: { status: 'check', doubt: 'unprotected' },
      effects: [],
    });
  });

  it('is tried again after an attempt that certainly did not leave', () => {
    const { effects } = play(
      unprotected,
      [0, tap()],
      [0, answer({ kind: 'unreached' })],
      [300, plain('wake')],
    );
    expect(sends(effects)).toHaveLength(1);
  });

  it('is not polled, but shows the person the way to where they have to go', () => {
    const processing = (next?: string): Outcome => ({ kind: 'processing', ...(next && { next }) });
    expect(play(unprotected, [0, tap()], [1, answer(processing())]).record).toMatchObject({
      status: 'check',
      doubt: 'unprotected',
    });
    const bank = 'https://bank.example';
    const { record, effects } = play(unprotected, [0, tap()], [1, answer(processing(bank))]);
    expect(record).toMatchObject({ status: 'wait', reason: 'person', next: bank });
    expect(effects).toEqual([]);
  });

  it('is asked again where the definition can ask', () => {
    const { record } = play({ ...unprotected, check: () => {} }, ...lost);
    expect(stepOf(record, { ...unprotected, check: () => {} })).toBe('check');
  });

  it('is not sent to by a tap on wait/person', () => {
    const person = sample({
      status: 'wait',
      reason: 'person',
      unprotected: true,
      attempts: [attempt(1, 'processing')],
    });
    expect(step(person, tap('id-2'), at(5000))).toMatchObject({
      record: { status: 'check', doubt: 'unprotected' },
      effects: [],
    });
  });

  it('is left as it is by a look at wait/person', () => {
    const person = sample({
      status: 'wait',
      reason: 'person',
      unprotected: true,
      attempts: [attempt(1, 'processing')],
    });
    expect(step(person, { type: 'wake', focus: true }, at(5000))).toEqual({ record: person, effects: [] });
  });

  it('is not sent to where it knows nothing of the ID yet', () => {
    const rules: Policy = { ...unprotected, check: () => {} };
    const { record, effects } = play(rules, ...lost, [5000, tap('id-2')], [5100, asked({ kind: 'absent' })]);
    expect(effects).toEqual([]);
    expect(stepOf(record, rules)).toBe('none');
  });
});

describe('an ID that the server refused for its time', () => {
  const renew = refusedForTime;

  it('is settled, and minted once more in the same step', () => {
    const { record, effects } = play(policy, [0, tap()], [100, renew(5)]);
    expect(record).toMatchObject({ requestId: 'id-2', renewed: true, status: 'pending', tapped: at(0) });
    expect(effects).toMatchObject([
      { type: 'send', attempt: 1 },
      { type: 'settle', record: { requestId: 'id-1', status: 'abandoned' } },
    ]);
  });

  it('belongs to the second tap of a double click for as long as the first ID did (law 1)', () => {
    const { record } = play(
      policy,
      [2000, { ...tap(), at: at(0) } as Given],
      [2100, renew(5)],
      [2400, tap('id-3')],
    );
    expect(record).toMatchObject({ requestId: 'id-2', tapped: at(0), touched: at(2000) });
  });

  it('is minted once more only once: nothing loops', () => {
    const { record, effects } = play(policy, [0, tap()], [100, renew(5)], [200, renew(5)]);
    expect(record).toMatchObject({ requestId: 'id-2', status: 'expired' });
    expect(effects).toEqual([]);
  });

  it('is check/expired where another attempt may have run', () => {
    const { record, effects } = play(
      policy,
      [0, tap()],
      [100, answer(LOST)],
      [400, plain('wake')],
      [500, renew(5, 2)],
    );
    expect(record).toMatchObject({ requestId: 'id-1', status: 'check', doubt: 'expired' });
    expect(effects).toEqual([]);
  });

  it('is not minted again once the scope has changed (law 9)', () => {
    expect(play(policy, [0, tap()], [50, plain('stop')], [100, renew(5)])).toMatchObject({
      record: { requestId: 'id-1', status: 'retry' },
      effects: [],
    });
  });

  it('is not minted again for a stale intent (law 10)', () => {
    const rules = { ...policy, freshness: 5000 };
    expect(play(rules, [0, tap()], [5001, renew(5)])).toMatchObject({
      record: { status: 'retry' },
      effects: [],
    });
  });
});

describe('proof', () => {
  it('a 4xx after a lost answer is check/refused, never a decline (law 4)', () => {
    const { record } = play(
      policy,
      [0, tap()],
      [100, answer(LOST)],
      [400, plain('wake')],
      [500, answer(REFUSED, 2)],
    );
    expect(record).toMatchObject({ status: 'check', doubt: 'refused' });
  });

  it('a 4xx after attempts that did not run is a decline', () => {
    const { record } = play(
      policy,
      [0, tap()],
      [100, answer({ kind: 'unreached' })],
      [400, plain('wake')],
      [500, answer(REFUSED, 2)],
    );
    expect(record).toMatchObject({ status: 'declined', decline: { code: 'card_declined' } });
  });

  it('a late 4xx that closes the last doubt is a decline', () => {
    const { record } = play(
      policy,
      [0, tap()],
      [100, answer(LOST)],
      [400, plain('wake')],
      [500, answer(REFUSED, 2)],
      [600, answer(REFUSED, 1)],
    );
    expect(record.status).toBe('declined');
  });

  it('`done` beats `declined`, and is told of anew', () => {
    const { record } = play(
      policy,
      [0, tap()],
      [100, answer(DECLINED)],
      [200, plain('deliver')],
      [300, answer(DONE)],
    );
    expect(record).toMatchObject({ status: 'done', data: { id: 'r1' }, delivered: false, hidden: false });
    expect(record).not.toHaveProperty('decline');
    expect(step(record, answer(DECLINED), at(400)).record?.status).toBe('done');
  });

  it('a done after an abandon is recorded, marked late and shown (law 4)', () => {
    const { record } = play(
      policy,
      [0, tap()],
      [100, answer(LOST)],
      [200, plain('abandon')],
      [300, answer(DONE)],
    );
    expect(record).toMatchObject({ status: 'done', late: true, hidden: false, delivered: false });
  });

  it('settles while a later attempt is in flight', () => {
    const { record } = play(
      policy,
      [0, tap()],
      [100, answer(LOST)],
      [400, plain('wake')],
      [500, answer(DONE, 1)],
    );
    expect(record.status).toBe('done');
  });

  it.each([LOST, REFUSED, { kind: 'unreached' }, { kind: 'processing' }] as Outcome[])(
    'late and none ($kind) only closes its own attempt: the later one goes on',
    (outcome) => {
      const before = play(policy, [0, tap()], [100, answer(LOST)], [400, plain('wake')]).record;
      const { record, effects } = step(before, answer(outcome, 1), at(500));
      expect(record).toMatchObject({
        status: 'pending',
        attempts: [{ outcome: outcome.kind }, { number: 2 }],
      });
      expect(record?.attempts[1]).not.toHaveProperty('outcome');
      expect(effects).toEqual([]);
    },
  );

  it('is not given up while an attempt has no outcome (law 4)', () => {
    const { record } = play(policy, [0, tap()], [100, plain('abandon')]);
    expect(record.status).toBe('pending');
  });

  it('counts what never ended as an attempt that may have run (law 7)', () => {
    const { record } = play(policy, [0, tap()], [100, plain('resume')], [200, answer(REFUSED, 2)]);
    expect(record).toMatchObject({ status: 'check', doubt: 'refused' });
  });

  it('remembers an attempt that may have run when it is too old to be listed', () => {
    let record = play(policy, [0, tap()], [1, answer(LOST)]).record;
    for (let number = 2; number <= 33; number++) {
      const now = number * 20_000;
      record = step({ ...record, status: 'check' }, tap('id-2'), at(now)).record as ActionRecord;
      record = step(record, answer({ kind: 'unreached' }, number), at(now)).record as ActionRecord;
    }
    expect(record.attempts).toHaveLength(32);
    expect(record.attempts.every((one) => one.notRun)).toBe(true);
    expect(record.forgotten).toBe(true);
    const pending = step(record, plain('wake'), at(33 * 20_000 + 300)).record;
    expect(step(pending, answer(REFUSED, 34), at(33 * 20_000 + 400)).record).toMatchObject({
      status: 'check',
      doubt: 'refused',
    });
  });

  it('forgets nothing where the attempt that is dropped did not run', () => {
    const attempts = Array.from({ length: 32 }, (_, index) => attempt(index + 1, 'unreached'));
    const { record } = step(sample({ status: 'retry', attempts }), tap('id-2'), at(1000));
    expect(record?.attempts.map(({ number }) => number)).toEqual(Array.from({ length: 32 }, (_, i) => i + 2));
    expect(record).not.toHaveProperty('forgotten');
  });

  it('a stored failure leaves no step that sends', () => {
    const failed: Outcome = { kind: 'unknown', retry: false, reason: 'stored-failure', barred: true };
    const { record } = play(policy, [0, tap()], [100, answer(failed)]);
    expect(record).toMatchObject({ status: 'check', doubt: 'stored-failure' });
    expect(stepOf(record, policy)).toBe('none');
    expect(stepOf(record, withCheck)).toBe('check');
  });
});

describe('a question', () => {
  const check = sample({ status: 'check', doubt: 'refused', attempts: [attempt(1, 'unknown')] });
  const asking = step(check, tap('id-2'), at(60_000), withCheck).record as ActionRecord;

  it('that proves nothing leaves what was known', () => {
    const { record } = step(
      asking,
      asked({ kind: 'unknown', retry: false, reason: 'unreadable' }),
      at(60_100),
      withCheck,
    );
    expect(record).toMatchObject({ status: 'check', doubt: 'refused' });
  });

  it('that was lost is asked again, as often as the policy says, and never sent in its place', () => {
    let record = asking;
    let now = 60_000;
    let asks = 1;
    while (record.status === 'wait') {
      record = step(record, asked(LOST), at(now), withCheck).record as ActionRecord;
      now += record.due?.ms ?? 0;
      if (record.status !== 'wait') break;
      const next = step(record, plain('wake'), at(now), withCheck);
      expect(next.effects).toMatchObject([{ type: 'ask' }]);
      record = next.record as ActionRecord;
      asks++;
    }
    expect(asks).toBe(4);
    expect(record).toMatchObject({ status: 'check', doubt: 'refused' });
  });

  it('about an ID that nothing is known of yet sends it again, and then asks anew', () => {
    const resent = step(asking, asked({ kind: 'absent' }), at(60_100), withCheck);
    expect(sends(resent.effects)).toHaveLength(1);
    const unreadable: Outcome = { kind: 'unknown', retry: false, reason: 'unreadable' };
    const again = step(resent.record, answer(unreadable, 2), at(60_200), withCheck).record as ActionRecord;
    expect(stepOf(again, withCheck)).toBe('check');
  });

  it.each([
    ['the input is not at hand', { sendable: false }, at(299_100), 'send'],
    ['the intent is stale', {}, at(300_001), 'send'],
  ])('does not send it where %s', (_, said, now, left) => {
    const late = step(check, tap('id-2'), at(299_000), withCheck).record;
    const { record, effects } = step(late, { ...asked({ kind: 'absent' }), ...said }, now, withCheck);
    expect(effects).toEqual([]);
    expect(record).toMatchObject({ status: 'check', absent: true });
    expect(stepOf(record as ActionRecord, withCheck)).toBe(left);
  });

  it('does not send an ID that the server called too old', () => {
    const old = step({ ...check, doubt: 'expired' }, tap('id-2'), at(60_000), withCheck).record;
    const { record, effects } = step(old, asked({ kind: 'absent' }), at(60_100), withCheck);
    expect(effects).toEqual([]);
    expect(stepOf(record as ActionRecord, withCheck)).toBe('none');
  });

  it('that the server knows something of again is not absent any more', () => {
    const { record } = step({ ...asking, absent: true }, asked(REFUSED), at(60_100), withCheck);
    expect(record?.status).toBe('check');
    expect(stepOf(record as ActionRecord, withCheck)).toBe('check');
  });

  it('takes the place of an attempt whose input is not at hand', () => {
    const due = { from: at(0), ms: 300 };
    const lost = sample({
      status: 'wait',
      reason: 'backoff',
      due,
      kept: false,
      attempts: [attempt(1, 'unknown')],
    });
    const wake: Given = { ...plain('wake'), sendable: false };
    expect(step(lost, wake, at(300), withCheck).effects).toMatchObject([{ type: 'ask' }]);
    expect(step(lost, wake, at(300))).toMatchObject({ record: { status: 'check' }, effects: [] });
  });

  it('does not send an ID that is past a retention shorter than freshness', () => {
    const rules: Policy = { ...withCheck, retention: 60_000 };
    const old = step(check, tap('id-2'), at(59_900), rules).record;
    expect(step(old, asked({ kind: 'absent' }), at(60_001), rules).effects).toEqual([]);
    expect(sends(step(old, asked({ kind: 'absent' }), at(60_000), rules).effects)).toHaveLength(1);
  });

  it('that is answered when the deadline is over sends nothing more (law 6)', () => {
    const now = at(60_000 + policy.deadline);
    expect(step(asking, asked({ kind: 'absent' }), now, withCheck)).toMatchObject({
      record: { status: 'check' },
      effects: [],
    });
  });

  it('is no attempt', () => {
    expect(asking.attempts).toEqual(check.attempts);
  });

  it('belongs to its tab: what another tab heard only proves', () => {
    expect(step(asking, { ...asked({ kind: 'absent' }), tab: 'B' }, at(60_100), withCheck).effects).toEqual(
      [],
    );
    expect(step(asking, { ...asked(DONE), tab: 'B' }, at(60_100), withCheck).record?.status).toBe('done');
  });
});

describe('another tab (law 3)', () => {
  it('raises the fence whenever the sender changes, and only then', () => {
    const { record } = play(policy, [0, tap()], [100, answer(LOST)], [400, plain('wake')]);
    expect(record.fence).toBe(1);
    const taken = step(record, { ...plain('takeover'), tab: 'B' }, at(13_000)).record;
    expect(taken).toMatchObject({ fence: 2, owner: 'B', status: 'wait' });
    const sent = step(taken, { ...plain('wake'), tab: 'B' }, at(15_000)).record;
    expect(sent).toMatchObject({ fence: 2, owner: 'B', status: 'pending' });
    expect(step(sent, { ...plain('takeover'), tab: 'A' }, at(30_000)).record?.fence).toBe(3);
  });

  it('takes nothing over that has moved since it was read', () => {
    const { record } = play(policy, [0, tap()]);
    const takeover = (seen: ActionRecord): Given => ({ ...plain('takeover'), tab: 'B', seen }) as Given;
    const moved = play(policy, [0, tap()], [100, answer(LOST)], [400, plain('wake')]).record;
    expect(step(moved, takeover(record), at(13_000)).record).toBe(moved);
    expect(step(record, takeover(record), at(13_000)).record).toMatchObject({
      owner: 'B',
      fence: 2,
    });
  });

  it('continues the recorded round: a takeover has no retries of its own (law 6)', () => {
    let record = play(policy, [0, tap()]).record;
    let now = 0;
    for (let number = 1; number <= 4; number++) {
      record = step(record, { ...plain('takeover'), tab: `T${number}` }, at(now)).record as ActionRecord;
      now += record.due?.ms ?? 0;
      if (record.status === 'wait')
        record = step(record, { ...plain('wake'), tab: `T${number}` }, at(now)).record as ActionRecord;
    }
    expect(record).toMatchObject({ status: 'check', attempts: { length: 4 } });
  });

  it('leaves what waits for a person alone', () => {
    const person = sample({ status: 'wait', reason: 'person', attempts: [attempt(1, 'processing')] });
    expect(step(person, { ...plain('takeover'), tab: 'B' }, at(1000)).effects).toEqual([]);
  });

  it('merges the answer of the tab that was taken over', () => {
    const { record } = play(
      policy,
      [0, tap()],
      [12_000, { ...plain('takeover'), tab: 'B' }],
      [12_100, answer(DONE)],
    );
    expect(record).toMatchObject({ status: 'done', owner: 'B' });
  });
});

describe('a scope that changes (law 9)', () => {
  it('awaits what is in flight, and sends nothing more', () => {
    const stopped = play(policy, [0, tap()], [100, plain('stop')]).record;
    expect(stopped).toMatchObject({ status: 'pending', round: { over: true } });
    const { record, effects } = step(stopped, answer(LOST), at(200));
    expect(record).toMatchObject({ status: 'check', doubt: 'unanswered' });
    expect(effects).toEqual([]);
  });

  it('waits for no person any more', () => {
    const person: Outcome = { kind: 'processing', next: 'https://bank.example' };
    const { record } = play(policy, [0, tap()], [100, plain('stop')], [200, answer(person)]);
    expect(record).toMatchObject({ status: 'check', doubt: 'unanswered' });
  });

  it('is not undone by a page load whose own tap it was, for that has had its round (law 6)', () => {
    for (const rules of [policy, withCheck]) {
      const lost = play(rules, [0, tap()], [100, answer(LOST)], [40_000, plain('wake')]).record;
      expect(lost.status).toBe('check');
      expect(step(lost, { type: 'resume', tab: 'A' }, at(41_000), rules)).toEqual({
        record: lost,
        effects: [],
      });
      expect(step(lost, plain('resume'), at(41_000), rules).effects).toHaveLength(1);
    }
  });

  it('records the answer that is under way', () => {
    expect(play(policy, [0, tap()], [100, plain('stop')], [200, answer(DONE)]).record.status).toBe('done');
  });

  it('leaves what may have run to a tap: neither a page load nor an answer to its question sends it', () => {
    const stopped = play(policy, [0, tap()], [100, plain('stop')], [200, answer(LOST)]).record;
    expect(sends(step(stopped, plain('resume'), at(5000)).effects)).toEqual([]);
    const resumed = step(stopped, plain('resume'), at(5000), withCheck).record;
    const absent = { ...asked({ kind: 'absent' }), tab: 'B' };
    expect(sends(step(resumed, absent, at(5100), withCheck).effects)).toEqual([]);
    expect(sends(step(stopped, tap('id-2'), at(5000)).effects)).toHaveLength(1);
  });

  it('is not asked about again by a takeover', () => {
    const asking = sample({
      status: 'wait',
      reason: 'checking',
      ask: true,
      attempts: [attempt(1, 'unknown')],
      round: { spent: 0, since: at(0), retries: 0, polls: 0, over: true },
    });
    expect(step(asking, { ...plain('takeover'), tab: 'B' }, at(1000), withCheck).effects).toEqual([]);
  });
});

describe('what is settled', () => {
  const done = sample({ status: 'done', data: 1 });

  it('stays hidden when another tab delivers it', () => {
    const hidden = step(done, plain('dismiss'), at(1000)).record;
    expect(step(hidden, plain('deliver'), at(2000)).record).toMatchObject({ hidden: true, delivered: true });
  });

  it.each(['deliver', 'dismiss'] as const)(
    'is told by %s, and stays so where it is shown after that',
    (type) => {
      const shown = step(done, { type: 'deliver', untold: true }, at(1000)).record;
      expect(shown).toMatchObject({ delivered: true, untold: true });
      const told = step(shown, plain(type), at(2000)).record;
      expect(told).toMatchObject({ delivered: true, untold: false });
      expect(step(told, { type: 'deliver', untold: true }, at(3000)).record).toEqual(told);
    },
  );

  it('keeps hidden nothing that is open', () => {
    const check = sample({ status: 'check', attempts: [attempt(1, 'unknown')] });
    expect(step(check, plain('dismiss'), at(1000))).toEqual({ record: check, effects: [] });
  });
});

it('gives the same result for the same record, event and time, and changes neither', () => {
  const record = sample({ status: 'check', doubt: 'unanswered', attempts: [attempt(1, 'unknown')] });
  const event = { ...situation, ...tap('id-2') } as AnswerEvent;
  expect(transition(frozen(record), frozen(event), at(1000))).toEqual(
    transition(structuredClone(record), { ...event }, at(1000)),
  );
});
