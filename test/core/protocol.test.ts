import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Policy } from '../../src/core/action.ts';
import { age, type Instant } from '../../src/core/age.ts';
import type { Event, Situation, Transition } from '../../src/core/event.ts';
import { transition } from '../../src/core/machine.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import { type ActionRecord, parseRecord } from '../../src/core/record.ts';
import { sameJson } from '../../src/core/sameJson.ts';
import { isActive, isBarred, isOpen, isProvedNotRun, stepOf } from '../../src/core/standing.ts';
import { viewOf } from '../../src/core/viewOf.ts';
import { frozen, mintOf, policy, TAP } from './sampleRecord.ts';

// Laws that hold after any sequence of events, in any order, at any time, on any clock.
// Hundreds of sequences each: on a busy machine that is more than the usual five seconds.
vi.setConfig({ testTimeout: 60_000 });

const DAY = 86_400_000;

const outcome = fc.constantFrom<Outcome>(
  { kind: 'done', data: { id: 'r1' } },
  { kind: 'declined', decline: { code: 'x', change: 'payment' }, proof: 'action' },
  { kind: 'declined', decline: { code: 'x', change: 'input' }, proof: 'attempt' },
  { kind: 'declined', decline: { code: 'x', change: 'input' }, proof: 'attempt' },
  { kind: 'processing' },
  { kind: 'processing' },
  { kind: 'processing', retryAfter: 5000 },
  { kind: 'processing', next: 'https://bank.example' },
  { kind: 'processing', next: 'https://bank.example' },
  { kind: 'processing', next: 'https://bank.example' },
  { kind: 'unreached' },
  { kind: 'absent' },
  { kind: 'renew', serverTime: TAP },
  { kind: 'unknown', retry: true, reason: 'unanswered' },
  { kind: 'unknown', retry: true, reason: 'unanswered' },
  { kind: 'unknown', retry: true, reason: 'unanswered', retryAfter: 20_000 },
  { kind: 'unknown', retry: true, reason: 'unanswered', retryAfter: Number.POSITIVE_INFINITY },
  { kind: 'unknown', retry: false, reason: 'unreadable' },
  { kind: 'unknown', retry: false, reason: 'stored-failure', barred: true },
  { kind: 'unknown', retry: false, reason: 'refused', barred: true },
);

const rules = fc.record({
  endpoint: fc.constantFrom<Policy['endpoint']>('idempotent', 'unprotected'),
  asks: fc.boolean(),
  once: fc.boolean(),
  keep: fc.constantFrom<Policy['keep']>('input', 'id'),
});

const policyOf = ({ asks, ...rest }: { asks: boolean } & Partial<Policy>): Policy => ({
  ...policy,
  ...rest,
  ...(asks && { check: () => {} }),
});

const moment = fc.record({
  /** ms since the event before. */
  passed: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(0, 0, 100, 100, 400, 600, 1500, 4000) },
    { weight: 2, arbitrary: fc.constantFrom(12_000, 29_999, 31_000) },
    { weight: 1, arbitrary: fc.constantFrom(policy.freshness + 1, policy.retention + 1) },
  ),
  /** The wall clock is set by this much. */
  set: fc.oneof({ weight: 20, arbitrary: fc.constant(0) }, fc.constantFrom(-DAY, DAY, -3000, 1000)),
  reload: fc.oneof({ weight: 19, arbitrary: fc.constant(false) }, fc.constant(true)),
});

const happening = fc.record({
  type: fc.constantFrom(
    ...([
      'tap',
      'tap',
      'tap',
      'answer',
      'answer',
      'answer',
      'asked',
      'asked',
      'wake',
      'wake',
      'wake',
    ] as const),
    ...(['resume', 'takeover', 'stop', 'abandon', 'dismiss', 'deliver'] as const),
  ),
  tab: fc.constantFrom('A', 'A', 'B'),
  online: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
  sendable: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
  draw: fc.constantFrom(0, 0.5, 0.999),
  outcome,
  /** An answer to the newest attempt, or to an older one. */
  late: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 3 })),
  input: fc.constantFrom(undefined, { amount: 20 }, { amount: 30 }),
  held: fc.boolean(),
  untold: fc.boolean(),
  focus: fc.boolean(),
  /** What the driver says of the input, and whether it saw what the slot holds now. */
  changed: fc.constantFrom(undefined, undefined, true, false),
  unseen: fc.boolean(),
  /** A takeover or a page load that saw the record of so many steps before. */
  seen: fc.constantFrom(undefined, 0, 1),
  /** A newer deploy judges this one. */
  deploy: fc.oneof({ weight: 9, arbitrary: fc.constant(undefined) }, rules),
  moment,
});

interface Step {
  before: ActionRecord | null;
  event: Event;
  now: Instant;
  next: Transition;
}

type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

function eventOf(one: Happening, steps: readonly Step[], used: Policy, id: string): Event {
  const record = steps.at(-1)?.next.record ?? null;
  const { tab, online, sendable, draw, type } = one;
  const base: Situation = { policy: used, tab, online, sendable, draw };
  const mint = mintOf(id, one.input);
  switch (type) {
    case 'tap':
      return {
        ...base,
        type,
        ...(one.input && { mint }),
        ...(one.held && { held: true }),
        ...(one.changed !== undefined && {
          compared: {
            requestId: one.unseen || !record ? 'another' : record.requestId,
            changed: one.changed,
          },
        }),
      };
    case 'answer': {
      const attempt = (record?.attempts.at(-1)?.number ?? 1) - one.late;
      const renewal = one.outcome.kind === 'renew' && { mint: mintOf(id, record?.input) };
      return { ...base, type, attempt, outcome: one.outcome, ...renewal };
    }
    case 'asked':
      return { ...base, type, outcome: one.outcome };
    case 'wake':
      return { ...base, type, focus: one.focus };
    case 'deliver':
      return { ...base, type, untold: one.untold };
    case 'resume':
    case 'takeover': {
      const seen = one.seen === undefined ? null : steps.at(-1 - one.seen)?.next.record;
      return { ...base, type, ...(seen && { seen }) };
    }
    default:
      return { ...base, type };
  }
}

/** Plays a sequence with everything deeply frozen, and looks at each step. */
function play(look: (step: Step, earlier: readonly Step[]) => void, numRuns = 300): void {
  fc.assert(
    fc.property(
      rules,
      fc.array(happening, { minLength: 2, maxLength: 40, size: 'max' }),
      (first, sequence) => {
        const steps: Step[] = [];
        let now: Instant = { wall: TAP, mono: 0, origin: 'page-0' };
        let record: ActionRecord | null = null;
        for (const [index, one] of sequence.entries()) {
          const { passed, set, reload } = one.moment;
          now = {
            wall: now.wall + passed + set,
            mono: reload ? 0 : now.mono + passed,
            origin: reload ? `page-${index}` : now.origin,
          };
          const event = eventOf(one, steps, policyOf(one.deploy ?? first), `id-${index}`);
          const next = transition(frozen(record), frozen(event), frozen(now));
          const step = { before: record, event, now, next };
          look(step, steps);
          steps.push(step);
          record = next.record;
        }
      },
    ),
    { numRuns },
  );
}

const sent = ({ next }: Step) => next.effects.filter(({ type }) => type === 'send');

describe('after any sequence of events', () => {
  it('every status, every wait, every doubt and every step has been met: else the rest proves little', () => {
    const met = new Set<unknown>();
    play(({ before, next: { record, effects }, event, now }) => {
      for (const { type } of effects) met.add(type);
      if (!record) return;
      met.add(record.status).add(record.reason).add(record.doubt);
      if (event.type !== 'tap' || !before || age(before.touched ?? before.tapped, now) >= 500) return;
      met.add(`double tap on ${before.status}`);
    }, 1000);
    const all = [
      ...['pending', 'wait', 'retry', 'check', 'declined', 'done', 'abandoned', 'expired'],
      ...['backoff', 'offline', 'processing', 'checking', 'person'],
      ...['unanswered', 'unreadable', 'refused', 'stored-failure', 'unprotected'],
      ...['send', 'ask', 'settle'],
      'double tap on pending',
    ];
    expect(all.filter((one) => !met.has(one))).toEqual([]);
  });

  it('what is stored can be read again, with no NaN and no Infinity in it', () => {
    play(({ next }) => {
      for (const record of [
        next.record,
        ...next.effects.map((effect) => 'record' in effect && effect.record),
      ])
        if (record) expect(parseRecord(structuredClone(record))).toEqual(record);
    });
  });

  it('a slot changes its ID only when the old one is settled by proof or by a person (law 4)', () => {
    play(({ before, next, event, now }) => {
      const { record } = next;
      if (!before || !record || record.requestId === before.requestId) return;
      const settled = next.effects.find((effect) => effect.type === 'settle')?.record;
      if (!isOpen(before)) return;
      expect(settled).toMatchObject({ requestId: before.requestId });
      if (settled) expect(isProvedNotRun(settled) && !isOpen(settled)).toBe(true);
      expect(age(before.touched ?? before.tapped, now) >= 500 || event.type === 'answer').toBe(true);
    });
  });

  it('a tap within 500 ms of the last accepted one belongs to it, whatever the status: no new ID, no call (law 1)', () => {
    play((step) => {
      const { before, event, now, next } = step;
      if (event.type !== 'tap' || !before || age(before.touched ?? before.tapped, now) >= 500) return;
      expect(next.record?.requestId).toBe(before.requestId);
      expect(next.record?.attempts).toEqual(before.attempts);
      expect(sent(step)).toEqual([]);
    }, 1000);
  });

  it('neither a takeover nor a page load changes what has moved since it was looked at (law 3)', () => {
    play(({ before, event, next }) => {
      if (!('seen' in event) || !before || !event.seen || sameJson(event.seen, before)) return;
      expect(next.record).toMatchObject({ owner: before.owner, fence: before.fence });
    });
  });

  it('nothing open is a dead end: it is in flight, or waits for a time or an event, or a person can end it (law 8)', () => {
    play(({ next: { record, effects }, event, now }) => {
      if (!record || !isOpen(record)) return;
      const { status, reason, due } = record;
      if (status === 'pending') expect(record.attempts.at(-1)).not.toHaveProperty('outcome');
      else if (reason === 'checking') expect(record.ask).toBe(true);
      else {
        const abandon = { ...event, type: 'abandon' } as Event;
        expect(isOpen(transition(record, abandon, now).record as ActionRecord)).toBe(false);
      }
      if (reason === 'backoff' || reason === 'processing')
        expect(due && due.ms >= 0 && due.ms < policy.deadline).toBe(true);
      if (effects.some(({ type }) => type === 'ask')) expect(reason).toBe('checking');
    });
  });

  it('the view shows what is open, locks what is active, and promises no more than the record proves (law 7)', () => {
    play(({ next: { record }, event }) => {
      const view = viewOf({
        record,
        policy: event.policy,
        tab: event.tab,
        durability: 'disk',
        starting: false,
        quarantined: false,
        sendable: event.sendable,
        changed: false,
        problem: undefined,
      });
      if (!record) return expect(view).toMatchObject({ status: 'idle', locked: false });
      expect(view.locked).toBe(isActive(record));
      if (isOpen(record)) expect(view).toMatchObject({ requestId: record.requestId });
      if (view.status === 'retry') expect(isProvedNotRun(record)).toBe(true);
      if (view.status === 'done' || view.status === 'declined') expect(view.status).toBe(record.status);
      if (view.status === 'check' && view.step === 'send')
        expect(isBarred(record, event.policy) || record.doubt === 'expired').toBe(false);
      if (view.status === 'check' && view.step === 'check') expect(event.policy.check).toBeDefined();
    });
  });

  it('an open action ends only by proof, by a person, or by age while it did not run (law 8)', () => {
    play(({ before, next, event }) => {
      const { record } = next;
      if (!before || !isOpen(before) || !record || isOpen(record) || record.requestId !== before.requestId)
        return;
      if (record.status === 'abandoned') expect(event.type).toBe('abandon');
      else if (record.status === 'expired') expect(isProvedNotRun(record)).toBe(true);
      else expect(event).toMatchObject({ outcome: { kind: record.status } });
      if (event.type === 'abandon')
        expect(
          before.attempts.every(({ outcome }) => outcome),
          'nothing is in flight',
        ).toBe(true);
    });
  });

  it('`retry` says that nothing happened only where that is proved, `check` has no such proof to hide (law 7)', () => {
    play(({ next: { record } }) => {
      if (record?.status === 'retry' || record?.status === 'expired')
        expect(isProvedNotRun(record)).toBe(true);
    });
  });

  it('`done` stays done', () => {
    play(({ before, next: { record } }) => {
      if (before?.status === 'done' && record?.requestId === before.requestId)
        expect(record.status).toBe('done');
    });
  });

  it('sends only what is fresh, online, at hand, owned, in a round, and marked as started (laws 2, 3, 6, 9, 10)', () => {
    play((step) => {
      const { next, event, now } = step;
      const { record } = next;
      if (sent(step).length === 0) return;
      expect(sent(step)).toHaveLength(1);
      expect(record).toMatchObject({ status: 'pending', owner: event.tab });
      const [effect] = sent(step);
      const open = record?.attempts.filter(({ outcome }) => !outcome) ?? [];
      expect(open).toMatchObject([{ number: effect && 'attempt' in effect && effect.attempt }]);
      expect(event.online).toBe(true);
      expect(event.sendable || 'mint' in event).toBe(true);
      expect(record?.round.over ?? false).toBe(false);
      expect(age(record?.tapped ?? now, now)).toBeLessThanOrEqual(policy.freshness);
      expect(age(record?.minted ?? now, now)).toBeLessThanOrEqual(policy.retention);
      const { timeout } = effect as { timeout: number };
      expect(timeout > 0 && timeout <= policy.timeout).toBe(true);
    });
  });

  it('an endpoint that does not honour the ID is never sent to after an attempt that may have left (law 12)', () => {
    play((step) => {
      const { record } = step.next;
      if (sent(step).length === 0 || !record) return;
      if (record.unprotected || step.event.policy.endpoint === 'unprotected')
        expect(isProvedNotRun({ ...record, attempts: record.attempts.slice(0, -1) })).toBe(true);
    });
  });

  it('what can only bring the same answer is never sent again, whatever comes after it, and has no such step', () => {
    play((step) => {
      const { before, next, event } = step;
      if (before?.barred && next.record?.requestId === before.requestId) expect(sent(step)).toEqual([]);
      if (next.record?.barred) expect(stepOf(next.record, event.policy)).not.toBe('send');
    });
  });

  it('the answer that barred an ID may be of a run: no refusal of one attempt proves that nothing ran (laws 4 and 7)', () => {
    play(({ before, event, next: { record } }) => {
      if (!before?.barred || !isOpen(before) || record?.requestId !== before.requestId) return;
      expect(['retry', 'expired']).not.toContain(record.status);
      if (record.status === 'declined') expect(event).toMatchObject({ outcome: { proof: 'action' } });
    }, 1000);
  });

  it('a round is bounded: between two taps or page loads at most the retries, and one call per poll or look (law 6)', () => {
    play((step, earlier) => {
      const { record } = step.next;
      if (!record) return;
      expect(record.round.retries).toBeLessThanOrEqual(policy.retry.retries + 1);
      if (sent(step).length === 0) return;
      const since = [...earlier, step].slice(
        [...earlier, step].findLastIndex(({ event }) => event.type === 'tap' || event.type === 'resume'),
      );
      const paid = since.filter(({ event }) => event.type !== 'wake' || !event.focus);
      const looked = since.length - paid.length;
      const calls = since.flatMap(sent).length;
      const known = since.filter(
        ({ event }) => event.type === 'asked' || (event.type === 'answer' && event.outcome.kind === 'renew'),
      ).length;
      expect(calls).toBeLessThanOrEqual(1 + policy.retry.retries + record.round.polls + looked + known);
    });
  });

  it('the fence rises with each change of the sender, and never otherwise (law 3)', () => {
    play(({ before, next: { record } }) => {
      if (!before || record?.requestId !== before.requestId) return;
      expect(record.fence).toBe(before.fence + (record.owner === before.owner ? 0 : 1));
    });
  });

  it('a stopped round sends nothing until a tap (law 9)', () => {
    play((step, earlier) => {
      if (sent(step).length === 0) return;
      const last = earlier.findLastIndex(
        ({ event, next }) =>
          event.type === 'stop' &&
          next.record?.requestId === step.before?.requestId &&
          next.record?.round.over,
      );
      if (last < 0) return;
      const since = [...earlier.slice(last + 1), step];
      expect(since.some(({ event }) => event.type === 'tap')).toBe(true);
    });
  });

  it('the frozen request never changes under its ID (law 5)', () => {
    play(({ before, next: { record } }) => {
      if (before && record?.requestId === before.requestId)
        expect([record.input, record.minted, record.kept]).toEqual([
          before.input,
          before.minted,
          before.kept,
        ]);
    });
  });

  it('a tap sends nothing that it neither saw nor asks for (law 5)', () => {
    play((step) => {
      const { before, event, next } = step;
      if (event.type !== 'tap' || !before || next.record?.requestId !== before.requestId) return;
      const { compared, mint } = event;
      if (!sent(step).length || compared?.requestId === before.requestId) return;
      if (mint) expect(before.input).toEqual(mint.input);
      else expect(compared).toBeUndefined();
    });
  });

  it('nothing of a wait is left on what no longer waits, but how long the server asked for', () => {
    play(({ next: { record } }) => {
      if (record && record.status !== 'wait') {
        expect(record).not.toHaveProperty('reason');
        expect(record).not.toHaveProperty('next');
        if (record.status !== 'check' && record.status !== 'retry') expect(record).not.toHaveProperty('due');
      }
    });
  });
});
