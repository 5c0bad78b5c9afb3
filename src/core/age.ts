/**
 * A moment on two clocks. `wall` is Unix time in ms and may jump; `mono` is ms since the page load named by `origin`
 * and never jumps, but means nothing to another page load.
 */
export interface Instant {
  wall: number;
  mono: number;
  origin: string;
}

/** A wall clock that ran backwards by more than this makes an instant stale (law 10). */
const TOLERANCE = 2000;

/**
 * Milliseconds since `then`: the larger of wall-clock and monotonic age, so that neither a clock set back nor a
 * machine that slept makes an intent look fresh. `Infinity` when the clock says that it has not happened yet, or is out
 * of order (law 10).
 */
export function age(then: Instant, now: Instant): number {
  const wall = now.wall - then.wall;
  const known = then.origin === now.origin ? Math.max(wall, now.mono - then.mono) : wall;
  return known >= -TOLERANCE ? Math.max(0, known) : Infinity;
}

/** Milliseconds between two moments, whichever was first; by the clock that never jumps where one page load saw both. */
export function apart(one: Instant, other: Instant): number {
  return Math.abs(one.origin === other.origin ? one.mono - other.mono : one.wall - other.wall);
}
