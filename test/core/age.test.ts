import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { age, type Instant } from '../../src/core/age.ts';
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

  it('is never negative and never NaN', () => {
    const ms = fc.integer({ min: -10 * DAY, max: 10 * DAY });
    const instant = fc.record<Instant>({ wall: ms, mono: ms, origin: fc.constantFrom('a', 'b') });
    fc.assert(fc.property(instant, instant, (then, now) => age(then, now) >= 0));
  });
});
