/**
 * A `Retry-After` header in ms from `now` (Unix ms): whole seconds or an HTTP date (RFC 9110 §10.2.3).
 * `undefined` for none or nonsense; a date that has passed is 0.
 */
export function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const value = header.trim();
  if (/^\d{1,10}$/.test(value)) return Number(value) * 1000;
  // An HTTP date names its day and month; Date.parse alone would take almost any number for a year. Its oldest form
  // has no zone, and means GMT.
  const date = /^[A-Z][a-z]{2}/.test(value) ? Date.parse(value.replace(/( GMT)?$/, ' GMT')) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
