/**
 * A request ID as this package makes it: `<prefix>_<creation time in base36>_<20 characters of [0-9a-zA-Z]>`.
 * Underscores, because a double click selects the whole of it and people copy IDs that way. 62^20 is 119 bits: with
 * a billion IDs made in the same millisecond the chance of any two being equal is below 10^-17.
 *
 * @param at creation time, Unix ms. A server reads it back to refuse IDs that are older than what it keeps.
 */
export function requestId(prefix: string, at: number, token: string): string {
  return `${prefix}_${Math.max(0, Math.floor(at)).toString(36)}_${token}`;
}

/** The creation time in a request ID made by `requestId`, Unix ms; `undefined` for one of another make. */
export function requestIdTime(id: string): number | undefined {
  const time = /_([0-9a-z]{1,9})_[0-9a-zA-Z]{20}$/.exec(id)?.[1];
  return time === undefined ? undefined : Number.parseInt(time, 36);
}

/** 1 to 255 visible ASCII characters: what fits a header everywhere and cannot break out of one. */
export function isRequestId(id: unknown): id is string {
  return typeof id === 'string' && /^[!-~]{1,255}$/.test(id);
}
