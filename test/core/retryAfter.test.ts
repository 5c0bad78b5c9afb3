import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { retryAfter } from '../../src/core/retryAfter.ts';

const NOW = Date.parse('Tue, 24 Nov 2026 12:00:00 GMT');

describe('Retry-After', () => {
  it.each([
    ['0', 0],
    ['1', 1000],
    [' 120 ', 120_000],
    ['0007', 7000],
    ['9999999999', 9_999_999_999_000],
  ])('%j is seconds', (header, ms) => {
    expect(retryAfter(header, NOW)).toBe(ms);
  });

  it.each([
    ['Tue, 24 Nov 2026 12:00:30 GMT', 30_000],
    ['Tuesday, 24-Nov-26 12:00:30 GMT', 30_000],
    ['Tue, 24 Nov 2026 11:00:00 GMT', 0],
  ])('%j is a date, and 0 once it has passed', (header, ms) => {
    expect(retryAfter(header, NOW)).toBe(ms);
  });

  it.each([
    null,
    '',
    ' ',
    '-1',
    '1.5',
    '1e3',
    '+3',
    '0x10',
    'soon',
    'NaN',
    'Infinity',
    '12345678901',
    '3 s',
    '2026-11-24T12:00:30Z',
  ])('%j is none', (header) => {
    expect(retryAfter(header, NOW)).toBeUndefined();
  });

  it('is for any header a finite number of ms from 0, or none', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 0, max: 4e12 }), (header, now) => {
        const ms = retryAfter(header, now);
        if (ms !== undefined) expect(Number.isFinite(ms) && ms >= 0).toBe(true);
      }),
    );
  });
});
