import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { retryAfter } from '../../src/core/retryAfter.ts';

const NOW = Date.parse('Tue, 24 Nov 2026 12:00:00 GMT');

const two = (value: number) => String(value).padStart(2, '0');
const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const parts = (date: Date) => {
  const [, day = '', month = '', year = '', time = ''] = date.toUTCString().split(' ');
  return { day, month, year, time, weekday: DAYS[date.getUTCDay()] ?? '' };
};

/** `Sunday, 06-Nov-94 08:49:37 GMT` */
const rfc850 = (date: Date): string => {
  const { day, month, year, time, weekday } = parts(date);
  return `${weekday}, ${day}-${month}-${two(Number(year) % 100)} ${time} GMT`;
};

/** `Sun Nov  6 08:49:37 1994` */
const asctime = (date: Date): string => {
  const { day, month, year, time, weekday } = parts(date);
  return `${weekday.slice(0, 3)} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`;
};

describe('Retry-After', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

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
    ['Tue Nov 24 12:00:30 2026', 30_000],
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
    '24 Nov 2026 12:00:30 GMT',
    'Tu, 24 Nov 2026 12:00:30 GMT',
  ])('%j is none', (header) => {
    expect(retryAfter(header, NOW)).toBeUndefined();
  });

  const seconds = fc.integer({ min: 0, max: 9_999_999_999 });
  const moment = fc.integer({ min: 0, max: 4e12 });

  it('of any number of seconds is that many, also with zeros before and spaces around', () => {
    fc.assert(
      fc.property(seconds, fc.nat({ max: 3 }), fc.nat({ max: 3 }), (count, zeros, spaces) => {
        const digits = String(count).padStart(Math.min(10, String(count).length + zeros), '0');
        expect(retryAfter(`${' '.repeat(spaces)}${digits} `, NOW)).toBe(count * 1000);
      }),
    );
  });

  it.each([
    ['an IMF-fixdate', (date: Date) => date.toUTCString()],
    ['the form of RFC 850', rfc850],
    ['the form of asctime', asctime],
  ])('reads any second between 1970 and 2069 in %s, wherever the browser is', (_, write) => {
    vi.stubEnv('TZ', 'America/New_York');
    const second = fc.integer({ min: Date.UTC(1970) / 1000, max: Date.UTC(2069, 11, 31) / 1000 });
    fc.assert(
      fc.property(second, moment, (at, now) => {
        // Two digits of a year are read as 1950 to 2049.
        const header = write(new Date(at * 1000));
        fc.pre(write !== rfc850 || at * 1000 < Date.UTC(2050));
        expect(retryAfter(header, now)).toBe(Math.max(0, at * 1000 - now));
      }),
    );
  });

  it('is for any header a whole number of ms from 0, or none; and none but for a number or the name of a day', () => {
    const word = fc.constantFrom(
      'Tue',
      'Nov',
      '24',
      '2026',
      '12:00:30',
      'GMT',
      ',',
      ' ',
      '-',
      '+1',
      'x',
      '1e9',
    );
    const likely = fc.array(word, { maxLength: 8 }).map((words) => words.join(''));
    let some = 0;
    fc.assert(
      fc.property(fc.oneof(fc.string(), likely), moment, (header, now) => {
        const ms = retryAfter(header, now);
        if (ms === undefined) return;
        some++;
        expect(Number.isSafeInteger(ms) && ms >= 0).toBe(true);
        expect(header.trim()).toMatch(/^(\d{1,10}|[A-Z][a-z]{2}.*)$/s);
      }),
      { numRuns: 1000 },
    );
    expect(some).toBeGreaterThan(10);
  });
});
