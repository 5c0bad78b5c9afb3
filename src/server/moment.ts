import type { Surroundings } from './surroundings.ts';

type Clocks = Pick<Surroundings<never>, 'now' | 'monotonic'>;

/** A moment on both clocks of this server, ms. */
export interface Moment {
  wall: number;
  mono: number;
}

export function momentOf({ now, monotonic }: Clocks): Moment {
  return { wall: now(), mono: monotonic() };
}

/** Ms since then, by the clock that says more: one may be set, forwards or back, the other stand still in a sleep. */
export function since({ now, monotonic }: Clocks, { wall, mono }: Moment): number {
  return Math.max(monotonic() - mono, Math.abs(now() - wall));
}
