import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Backoff, background, exponential, toBackoff } from '../../src/core/backoff.ts';

const low = () => 0;
const middle = () => 0.5;
const high = () => 1 - Number.EPSILON;

const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

/** All delays of a round, with one draw. */
const round = (backoff: Backoff, random: () => number) =>
  Array.from({ length: backoff.retries }, (_, retry) => backoff(retry, random));

describe('exponential', () => {
  it('is 300, 900, 2000 ms by default, each drawn from 50-150 %', () => {
    expect(round(exponential(), middle)).toEqual([300, 900, 2000]);
    expect(round(exponential(), low)).toEqual([150, 450, 1000]);
    for (const [index, ms] of round(exponential(), high).entries())
      expect(ms).toBeCloseTo([450, 1350, 3000][index] ?? 0, 6);
  });

  it('has no delay left after its retries', () => {
    expect(exponential()(3, middle)).toBeUndefined();
    expect(exponential({ retries: 0 })(0, middle)).toBeUndefined();
  });

  const options = fc.record({
    first: fc.integer({ min: 0, max: 10_000 }),
    factor: fc.integer({ min: 1, max: 10 }),
    max: fc.integer({ min: 0, max: 100_000 }),
    retries: fc.integer({ min: 0, max: 50 }),
    spread: fc.double({ min: 0, max: 1, noNaN: true }),
  });
  it('stays within the spread around each delay, grows, and is capped', () => {
    fc.assert(
      fc.property(options, draw, (given, drawn) => {
        const backoff = exponential(given);
        const centres = round(backoff, middle) as number[];
        for (const [retry, centre] of centres.entries()) {
          expect(centre).toBeCloseTo(Math.min(given.max, given.first * given.factor ** retry), 5);
          expect(centre).toBeGreaterThanOrEqual((centres[retry - 1] ?? 0) - 1e-6);
          const ms = backoff(retry, () => drawn) as number;
          expect(ms).toBeGreaterThanOrEqual(centre * (1 - given.spread) - 1e-6);
          expect(ms).toBeLessThanOrEqual(centre * (1 + given.spread) + 1e-6);
        }
        expect(backoff(given.retries, () => drawn)).toBeUndefined();
      }),
    );
  });

  it('draws evenly: each tenth of the spread is hit as often', () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let index = 0; index < 1000; index++) {
      const ms = exponential()(0, () => index / 1000) as number;
      const tenth = Math.floor(((ms - 150) / 300) * 10 + 1e-9);
      counts[tenth] = (counts[tenth] ?? 0) + 1;
    }
    expect(counts).toEqual(Array.from({ length: 10 }, () => 100));
  });

  it('is pure: the same draw gives the same delay', () => {
    expect(exponential()(1, () => 0.3)).toBe(exponential()(1, () => 0.3));
  });
});

describe('background', () => {
  it('is 2 s doubling to 60 s, eight retries, within the deadline it brings and the default freshness', () => {
    expect(round(background, middle)).toEqual([2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000]);
    expect(background.deadline).toBe(300_000);
    const whole = (round(background, middle) as number[]).reduce((sum, ms) => sum + ms, 0);
    expect(whole).toBeLessThan(300_000);
  });
});

describe('toBackoff', () => {
  it('gives a plain list the same jitter', () => {
    const backoff = toBackoff([100, 5000, 0]);
    expect(backoff && round(backoff, middle)).toEqual([100, 5000, 0]);
    expect(backoff && round(backoff, low)).toEqual([50, 2500, 0]);
    expect(backoff?.(3, middle)).toBeUndefined();
    expect(toBackoff([])?.(0, middle)).toBeUndefined();
  });

  it('leaves a generator as it is', () => {
    const own = Object.assign(() => 5, { retries: 1 });
    expect(toBackoff(own)).toBe(own);
  });

  // biome-ignore lint/suspicious/noSparseArray: a list with a hole
  const holes = [1, , 2];
  it.each([
    [{}],
    ['fast'],
    [3],
    [null],
    [[-1]],
    [[Number.NaN]],
    [['soon']],
    [['5']],
    [[1, undefined]],
    [holes],
  ])('makes nothing of %j', (odd) => {
    expect(toBackoff(odd as never)).toBeUndefined();
  });

  it('makes nothing of a list of big integers, which would throw at the first retry', () => {
    expect(toBackoff([300n] as never)).toBeUndefined();
  });

  it('keeps the delays that it was given, whatever becomes of the list', () => {
    const list = [100, 200];
    const backoff = toBackoff(list);
    list[0] = Number.NaN;
    list.length = 1;
    expect(backoff && round(backoff, middle)).toEqual([100, 200]);
  });

  const anything = fc.oneof(
    fc.array(fc.double({ min: 0 })),
    fc.array(fc.oneof(fc.double(), fc.bigInt(), fc.string(), fc.constant(undefined))),
    fc.anything({ withBigInt: true, withBoxedValues: true, withDate: true, withSparseArray: true }),
  );

  it('takes any list of numbers from 0, and nothing else; each delay is a number from 0, then there is none', () => {
    fc.assert(
      fc.property(anything, draw, (given, drawn) => {
        const backoff = toBackoff(given as never);
        const good = Array.isArray(given) && [...given].every((ms) => typeof ms === 'number' && ms >= 0);
        expect(backoff !== undefined).toBe(good);
        if (!backoff || !Array.isArray(given)) return;
        expect(backoff.retries).toBe(given.length);
        for (const [retry, ms] of round(backoff, () => drawn).entries()) {
          expect(ms).toBeGreaterThanOrEqual(given[retry] * 0.5);
          expect(ms).toBeLessThanOrEqual(given[retry] * 1.5);
        }
        expect(backoff(given.length, () => drawn)).toBeUndefined();
      }),
      { numRuns: 1000 },
    );
  });
});
