import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { age, apart, type Instant } from '../../src/core/age.ts';
import { at, jumped } from './sampleRecord.ts';

const DAY = 86_400_000;

describe('age', () => {
  it('is what both clocks say when they agree', () => {
    expect(age(at(0), at(1234))).toBe(1234);
  });

  it.each([
    ['set back by a day', -DAY, 1000],
    ['set back by an hour', -3_600_000, 1000],
    ['set on by a day', DAY, DAY + 1000],
  ])('is the larger of the two where the wall clock was %s (law 10)', (_, jump, expected) => {
    expect(age(at(0), jumped(1000, jump))).toBe(expected);
  });

  it('counts the sleep of a machine whose monotonic clock stood still', () => {
    expect(age(at(0), { ...at(0), wall: at(7_200_000).wall })).toBe(7_200_000);
  });

  it('has only the wall clock for an instant of another page load', () => {
    expect(age(at(0, 'before'), at(5000))).toBe(5000);
    expect(age({ ...at(0, 'before'), mono: 0 }, at(5000))).toBe(5000);
  });

  it.each([
    [-1999, 0],
    [-2000, 0],
    [-2001, Infinity],
    [-DAY, Infinity],
  ])('of an instant %i ms ahead, in another page load, is %d (law 10)', (ms, expected) => {
    expect(age(at(0, 'before'), at(ms))).toBe(expected);
  });

  const days = fc.integer({ min: -10 * DAY, max: 10 * DAY });
  const edges = fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0, Number.MAX_VALUE, -Number.MAX_VALUE);
  const ms = fc.oneof(days, fc.double(), edges);
  const instant = fc.record<Instant>({ wall: ms, mono: ms, origin: fc.constantFrom('a', 'b') });

  it('is never negative and never NaN, whatever the clocks say', () => {
    fc.assert(
      fc.property(instant, instant, (then, now) => {
        expect(age(then, now)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1000 },
    );
  });

  it('is stale where a clock is out of order: nothing is sent by it (law 10)', () => {
    fc.assert(
      fc.property(instant, instant, (then, now) => {
        if (Number.isNaN(now.wall - then.wall)) expect(age(then, now)).toBe(Infinity);
      }),
      { numRuns: 1000 },
    );
  });

  it('is at least what each clock that can be compared says', () => {
    fc.assert(
      fc.property(instant, instant, (then, now) => {
        const known = age(then, now);
        const wall = now.wall - then.wall;
        const mono = now.mono - then.mono;
        if (!Number.isNaN(wall)) expect(known).toBeGreaterThanOrEqual(wall);
        if (then.origin === now.origin && !Number.isNaN(mono)) expect(known).toBeGreaterThanOrEqual(mono);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('apart', () => {
  it.each([-DAY, 0, DAY])(
    'is by the clock that does not jump, where the other one is set by %i ms',
    (jump) => {
      expect(apart(at(0), jumped(300, jump))).toBe(300);
      expect(apart(jumped(300, jump), at(0))).toBe(300);
    },
  );

  it('is by the wall clock between two page loads', () => {
    expect(apart({ ...at(0, 'before'), mono: 0 }, at(300))).toBe(300);
    expect(apart(at(300), { ...at(0, 'before'), mono: 0 })).toBe(300);
  });
});
