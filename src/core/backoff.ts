/**
 * When to try again: the delay in ms before retry number `retry` (0 is the first), or `undefined` when the round has
 * no retry left. Pure: the same `random` gives the same delay. `random` draws evenly from [0, 1).
 */
export interface Backoff {
  (retry: number, random: () => number): number | undefined;
  /** Retries a round may use, beside its first attempt. */
  readonly retries: number;
  /** A deadline that suits these delays, in ms; what `defineAction` takes where none is given. */
  readonly deadline?: number;
}

export interface ExponentialOptions {
  /** Delay before the first retry, in ms. @default 300 */
  first?: number;
  /** What each further delay is multiplied with. @default 3 */
  factor?: number;
  /** The longest delay before jitter, in ms. @default 2000 */
  max?: number;
  /** Retries in a round, beside the first attempt. @default 3 */
  retries?: number;
  /** Jitter: each delay is drawn evenly from `1 - spread` to `1 + spread` of itself, 0 to 1. @default 0.5 */
  spread?: number;
}

/**
 * Growing delays with jitter: 300, 900, 2000 ms, each drawn evenly from 50-150 % of itself. The figures come from
 * `bench/herd`: 5,000 clients that failed at once are all served, and their retries peak at less than a quarter of what
 * delays without jitter cause.
 *
 * @example defineAction({ …, retry: exponential({ first: 500, retries: 2 }) })
 */
export function exponential(options: ExponentialOptions = {}): Backoff {
  const { first = 300, factor = 3, max = 2000, retries = 3, spread = 0.5 } = options;
  return schedule(retries, spread, (retry) => Math.min(max, first * factor ** retry));
}

/**
 * For work that nobody watches: 2 s doubling to 60 s, eight retries, within five minutes (the default freshness,
 * past which nothing is sent without a person). Brings its own deadline.
 */
export const background: Backoff = /* @__PURE__ */ Object.assign(
  /* @__PURE__ */ exponential({ first: 2000, factor: 2, max: 60_000, retries: 8 }),
  { deadline: 300_000 },
);

/** A plain list of delays in ms gets the same jitter as `exponential`: 50-150 % of each. `undefined` for anything else. */
export function toBackoff(retry: Backoff | readonly number[]): Backoff | undefined {
  if (typeof retry === 'function') return retry;
  // A copy: it has no holes, and what becomes of the caller's list is none of ours.
  const delays: number[] = Array.isArray(retry) ? [...retry] : [Number.NaN];
  return delays.every((ms) => typeof ms === 'number' && ms >= 0)
    ? schedule(delays.length, 0.5, (index) => delays[index] as number)
    : undefined;
}

function schedule(retries: number, spread: number, delay: (retry: number) => number): Backoff {
  return Object.assign(
    (retry: number, random: () => number) =>
      retry < retries ? delay(retry) * (1 - spread + 2 * spread * random()) : undefined,
    { retries },
  );
}
