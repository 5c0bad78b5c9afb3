import { CLOCK_SKEW } from './decide.ts';

/** Where an operation says nothing else, ms: 30 days. */
export const KEYS: number = 30 * 24 * 3_600_000;

/** How long keys are kept where an ID may have come or may come yet, ms; infinite: for ever. */
export interface KeysKept {
  shortest: number;
  longest: number;
}

/** @param each what the operations keep, ms; `null`: for ever. Of none it is what they keep by default */
export function keysKept(each: readonly (number | null)[]): KeysKept {
  const all = (each.length ? each : [KEYS]).map((keys) => keys ?? Number.POSITIVE_INFINITY);
  return { shortest: Math.min(...all), longest: Math.max(...all) };
}

/** May an ID that is not in the table have run, and be forgotten? Then nothing can be said of it. */
export function mayBeForgotten(
  createdAt: number | undefined,
  now: number,
  { shortest, longest }: KeysKept,
): boolean {
  return createdAt === undefined ? Number.isFinite(longest) : now - createdAt > shortest;
}

/** How long a tombstone must stay, ms from now on: until every operation refuses its ID for its age. `null`: for ever. */
export function tombstoneKeys(
  createdAt: number | undefined,
  now: number,
  { longest }: KeysKept,
): number | null {
  if (!Number.isFinite(longest)) return null;
  // Of an ID from ahead, that is later.
  const ahead = Math.max(0, (createdAt ?? now) - now);
  return ahead + longest + CLOCK_SKEW;
}
