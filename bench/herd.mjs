import { pathToFileURL } from 'node:url';
import { bundle, root } from './bundle.mjs';
import { table } from './table.mjs';

/** What the report and its reader are told of the model; all times in ms. */
export const MODEL =
  'Herd: 5,000 clients fail at once (they notice over 50 ms), an attempt takes 20 ms, the server is away for 400 ms and then ' +
  'serves 5,000 requests a second (a bucket of 250, filled with 5 a ms). A request over that fails and is tried again ' +
  'while its schedule has retries left. The peak is the most requests in one of the slices of 50 ms.';

const CLIENTS = 5000;
const NOTICED = 50;
const TAKES = 20;
const AWAY = 400;
const BUCKET = 250;
const RATE = 5;
const SLICE = 50;

/**
 * @typedef {(retry: number, random: () => number) => number | undefined} Schedule
 * @param {Schedule} schedule
 * @param {() => number} random
 */
export function herd(schedule, random) {
  /** Requests by the ms they arrive in. @type {{ at: number, retry: number }[][]} */
  const arrivals = [];
  const fail = (/** @type {number} */ at, /** @type {number} */ retry) => {
    const delay = schedule(retry, random);
    if (delay === undefined) return;
    const next = at + TAKES + delay;
    const ms = Math.floor(next);
    arrivals[ms] ??= [];
    arrivals[ms].push({ at: next, retry: retry + 1 });
  };
  for (let client = 0; client < CLIENTS; client++) fail(random() * NOTICED, 0);

  /** @type {number[]} */
  const slices = [];
  /** @type {number[]} */
  const served = [];
  let tokens = BUCKET;
  let filled = AWAY;
  for (let ms = 0; ms < arrivals.length; ms++)
    for (const { at, retry } of (arrivals[ms] ?? []).sort((one, other) => one.at - other.at)) {
      const slice = Math.floor(at / SLICE);
      slices[slice] = (slices[slice] ?? 0) + 1;
      if (at >= AWAY) {
        tokens = Math.min(BUCKET, tokens + (at - filled) * RATE);
        filled = at;
      }
      if (at < AWAY || tokens < 1) fail(at, retry);
      else {
        tokens--;
        served.push(at + TAKES);
      }
    }
  return {
    peak: Math.max(...slices.filter(Number)),
    served: served.length / CLIENTS,
    p99: served.sort((one, other) => one - other)[Math.floor(served.length * 0.99)] ?? Number.NaN,
  };
}

/** The shipped schedule and the others, each with three retries. */
export async function herds() {
  const { code } = await bundle(
    `export { exponential } from 'safe-action'; export { createSeededRandom } from '${root}src/testing/seededRandom.ts';`,
  );
  /** @type {typeof import('../src/core/backoff.ts') & typeof import('../src/testing/seededRandom.ts')} */
  const { exponential, createSeededRandom } = await import(
    `data:text/javascript,${encodeURIComponent(code)}`
  );
  const ours = (/** @type {number} */ retry) => Math.min(2000, 300 * 3 ** retry);
  /** @type {(delay: (retry: number, draw: number) => number) => Schedule} */
  const three = (delay) => (retry, random) => (retry < 3 ? delay(retry, random()) : undefined);
  const run = (/** @type {Schedule} */ schedule) => herd(schedule, createSeededRandom(1).number);
  return {
    'the shipped exponential()': run(exponential()),
    'its delays, full jitter (0-100 %)': run(three((retry, draw) => ours(retry) * draw)),
    'its delays, equal jitter (50-100 %)': run(three((retry, draw) => ours(retry) * (0.5 + draw / 2))),
    // RequestSender.ts, _getSleepTimeInMS: 0.5 s doubling to 2 s, 50-100 % of it, but never less than 0.5 s.
    'stripe-node': run(
      three((retry, draw) => Math.max(500, Math.min(2000, 500 * 2 ** retry) * (0.5 + draw / 2))),
    ),
    // retryer.ts, defaultRetryDelay: 1 s doubling to 30 s, no jitter.
    'TanStack Query': run(three((retry) => Math.min(30_000, 1000 * 2 ** retry))),
  };
}

/** @returns {Promise<import('./table.mjs').Row[]>} */
export async function report() {
  const all = await herds();
  return Object.entries(all).map(([figure, { peak, served, p99 }]) => ({
    figure: `herd: ${figure}`,
    measured: `peak ${peak} per 50 ms, ${(served * 100).toFixed(1)} % served, p99 ${(p99 / 1000).toFixed(2)} s`,
    ratio: peak / all['TanStack Query'].peak,
    to: 'TanStack Query',
    ...(figure === 'the shipped exponential()' && { limit: 1 / 3 }),
  }));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  console.log(`${table(await report())}\n\n${MODEL}`);
