import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Arrival, CLOCK_SKEW, decide, type Rules } from '../../src/server/decide.ts';
import type { Row } from '../../src/server/row.ts';
import type { Claimed } from '../../src/server/store.ts';

const NOW = 1_800_000_000_000;
const time = fc.integer({ min: NOW - 10 * CLOCK_SKEW, max: NOW + 10 * CLOCK_SKEW });
const name = fc.constantFrom('a', 'b', 'c');

const row: fc.Arbitrary<Row> = fc.record({
  requestId: fc.constantFrom('one', 'two'),
  principal: fc.constantFrom('', 'ada', 'eve'),
  operation: fc.constantFrom('pay', 'refund', ''),
  fingerprint: fc.constantFrom('', 'a', 'b'),
  uniqueKey: fc.option(name),
  state: fc.constantFrom('pending', 'started', 'unknown', 'answered', 'expired', 'cancelled'),
  fence: fc.integer({ min: 1, max: 9 }),
  leaseUntil: time,
  createdAt: time,
  startedAt: fc.option(time),
  answer: fc.option(
    fc.record({
      status: fc.constantFrom(200, 201, 303, 402, 422),
      headers: fc.constant([]),
      body: fc.option(fc.constant(new Uint8Array([1]))),
    }),
  ),
});

const looked: fc.Arbitrary<Claimed> = fc.oneof(
  fc.record({
    now: fc.constant(NOW),
    row: fc.constant(null),
    claimed: fc.constant(false),
    busy: fc.boolean(),
    rival: fc.option(row),
  }),
  fc.record({
    now: fc.constant(NOW),
    row,
    claimed: fc.constant(true),
    busy: fc.constant(false),
    rival: fc.constant(null),
  }),
  fc.record({
    now: fc.constant(NOW),
    row,
    claimed: fc.constant(false),
    busy: fc.boolean(),
    rival: fc.constant(null),
  }),
);

const arrival: fc.Arbitrary<Arrival> = fc.record({
  principal: fc.constantFrom('', 'ada', 'eve'),
  fingerprints: fc.constantFrom(['a'], ['b', 'a'], ['c']),
  operation: fc.constantFrom('pay', 'refund'),
  createdAt: fc.option(time, { nil: undefined }),
});

const rules: fc.Arbitrary<Rules> = fc.record({
  keys: fc.option(fc.integer({ min: 0, max: 5 * CLOCK_SKEW })),
  recoverable: fc.boolean(),
  duplicate: fc.constantFrom('refuse', 'answer'),
});

/** Every look at the table, every call, every set of rules. */
const always = (holds: (seen: Claimed, call: Arrival, by: Rules) => void): void => {
  fc.assert(fc.property(looked, arrival, rules, holds), { numRuns: 5000 });
};

const same = (seen: Row, call: Arrival): boolean =>
  seen.principal === call.principal &&
  seen.operation === call.operation &&
  call.fingerprints.includes(seen.fingerprint);

describe('what is decided of a call', () => {
  it('runs only what has just been claimed, and whose time can be told from what is forgotten', () => {
    always((seen, call, by) => {
      if (decide(seen, call, by).do !== 'run') return;
      expect(seen.claimed).toBe(true);
      if (by.keys === null) return;
      expect(call.createdAt).toBeGreaterThanOrEqual(NOW - by.keys);
      expect(call.createdAt).toBeLessThanOrEqual(NOW + CLOCK_SKEW);
    });
  });

  it('takes over only the same call of the same principal, whose worker’s lease is over', () => {
    always((seen, call, by) => {
      const decision = decide(seen, call, by);
      if (decision.do !== 'take' && decision.do !== 'recover') return;
      expect(same(decision.row, call)).toBe(true);
      expect(decision.row.leaseUntil).toBeLessThanOrEqual(NOW);
      expect(seen.busy).toBe(false);
      // Begun is never run like new, and is recovered only where somebody can say what became of it.
      if (decision.do === 'take') expect(decision.row.state).toBe('pending');
      else
        expect([decision.row.state, by.recoverable]).toEqual([
          expect.stringMatching(/started|unknown/),
          true,
        ]);
    });
  });

  it('shows an answer only to its principal, and only for the same call or the same business object', () => {
    always((seen, call, by) => {
      const decision = decide(seen, call, by);
      if (decision.do !== 'replay') return;
      const source = seen.row ?? seen.rival;
      expect(source?.principal).toBe(call.principal);
      expect(source?.answer).toBe(decision.answer);
      if (seen.row) expect(same(seen.row, call)).toBe(true);
      else {
        expect(by.duplicate).toBe('answer');
        // Of a public operation nobody knows whether the two are the same person.
        expect(call.principal).not.toBe('');
      }
      expect(decision.share === true).toBe(!seen.row);
    });
  });

  it('promises that nothing ever happens only of a tombstone, of what becomes one, or of an ID it can never take', () => {
    always((seen, call, by) => {
      const decision = decide(seen, call, by);
      if (decision.do !== 'refuse' || decision.problem.safeNewKey !== true) return;
      const never = decision.problem.code === 'key_without_time' && by.keys !== null;
      expect(decision.spend === true || seen.row?.state === 'cancelled' || never).toBe(true);
      if (decision.spend) expect(seen.claimed || !seen.row).toBe(true);
    });
  });

  it('ends another ID for the same business object only where nothing has begun under it', () => {
    always((seen, call, by) => {
      const decision = decide(seen, call, by);
      if (decision.do !== 'supersede') return;
      expect([decision.rival.state, seen.row]).toEqual(['pending', null]);
      expect(decision.rival.leaseUntil).toBeLessThanOrEqual(NOW);
    });
  });

  it('always tells a client that is to wait when to come again', () => {
    always((seen, call, by) => {
      const decision = decide(seen, call, by);
      if (decision.do === 'refuse' && decision.problem.code === 'in_progress')
        expect(decision.problem.retryAfter).toBeGreaterThanOrEqual(1);
    });
  });
});
