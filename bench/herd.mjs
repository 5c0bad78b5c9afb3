// @ts-nocheck: a script, measured by running it
import { bundle } from './bundle.mjs';

/**
 * The model: 5,000 clients fail within 67 ms. The server is away for 400 ms; then it has a token bucket of 250 that
 * fills with 5 a millisecond, and refuses what comes to an empty one. A refused client tries again by its schedule
 * until its retries are used up. All times in ms.
 */
const CLIENTS = 5000;
const SPREAD = 67;
const AWAY = 400;
const BUCKET = 250;
const RATE = 5;
const SLICE = 50;

function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {(retry: number, random: () => number) => number | undefined} delay */
export function herd(delay, seed = 1) {
  const random = seeded(seed);
  const arrivals = [];
  const retry = (at, count) => {
    const ms = delay(count, random);
    if (ms === undefined) return;
    const slot = Math.floor(at + ms);
    arrivals[slot] ??= [];
    arrivals[slot].push({ at: at + ms, count: count + 1 });
  };
  for (let client = 0; client < CLIENTS; client++) retry(random() * SPREAD, 0);
  const slices = new Map();
  const served = [];
  let tokens = BUCKET;
  let filled = AWAY;
  for (let ms = 0; ms < arrivals.length; ms++) {
    for (const { at, count } of (arrivals[ms] ?? []).sort((a, b) => a.at - b.at)) {
      const slice = Math.floor(at / SLICE);
      slices.set(slice, (slices.get(slice) ?? 0) + 1);
      if (at >= AWAY) {
        tokens = Math.min(BUCKET, tokens + (at - filled) * RATE);
        filled = at;
      }
      if (at >= AWAY && tokens >= 1) {
        tokens--;
        served.push(at);
      } else retry(at, count);
    }
  }
  served.sort((a, b) => a - b);
  const p99 = served[Math.floor(served.length * 0.99)] ?? 0;
  return { peak: Math.max(...slices.values()), served: served.length / CLIENTS, p99 };
}

export async function schedules() {
  const { code } = await bundle("export { exponential } from 'safe-action';");
  const { exponential } = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const grown = (retry) => Math.min(2000, 300 * 3 ** retry);
  const capped = (retries, ms) => (retry, random) => (retry < retries ? ms(retry, random) : undefined);
  return {
    'safe-action: exponential()': exponential(),
    'the same delays, full jitter (0-100 %)': capped(3, (retry, random) => grown(retry) * random()),
    'the same delays, equal jitter (50-100 %)': capped(
      3,
      (retry, random) => grown(retry) * (0.5 + random() / 2),
    ),
    'stripe-node (0.5 s x 2^n, at most 2 s, 50-100 %, at least 0.5 s)': capped(3, (retry, random) =>
      Math.max(500, Math.min(2000, 500 * 2 ** retry) * 0.5 * (1 + random())),
    ),
    'TanStack Query (1 s x 2^n, no jitter)': capped(3, (retry) => Math.min(30_000, 1000 * 2 ** retry)),
  };
}

export async function report() {
  return Object.entries(await schedules()).map(([figure, delay]) => {
    const { peak, served, p99 } = herd(delay);
    return {
      figure,
      measured: `peak ${peak} per 50 ms, ${(served * 100).toFixed(1)} % served, p99 ${(p99 / 1000).toFixed(1)} s`,
    };
  });
}

if (import.meta.url === `file://${process.argv[1]}`) console.table(await report());
