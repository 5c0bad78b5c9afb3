import { inPage } from './browserPage.mjs';
import { median, quantile } from './statistics.mjs';

const TAPS = 40;
const WARM_UP = 3;

/**
 * Tap to wire: from the click's handler being entered to `fetch` being called, on a warm connection, each tap in a slot
 * of its own. The ways take turns. One frame is in every figure: Chrome holds tasks back after a click until the next.
 * @returns {Promise<import('./table.mjs').Row[]>}
 */
export async function report() {
  /** @type {Record<string, number[]>} */
  const times = {};
  await inPage('tapToWire', async (page) => {
    const button = page.getByRole('button');
    /** @type {string[]} */
    const ways = await page.evaluate('bench.ways');
    for (let tap = -WARM_UP; tap < TAPS; tap++)
      for (const way of ways) {
        await page.evaluate(`bench.prepare('${way}')`);
        await button.click();
        /** @type {number} */
        const took = await page.evaluate('bench.took');
        times[way] ??= [];
        if (tap >= 0) times[way].push(took);
      }
  });
  const row = (/** @type {string} */ what, /** @type {string} */ way) => {
    const all = times[way] ?? [];
    return {
      figure: `tap to wire: ${what}`,
      measured: `${median(all).toFixed(1)} ms, p95 ${quantile(all, 0.95).toFixed(1)}`,
      ratio: median(all) / median(times.set ?? []),
      to: 'set',
    };
  };
  return [
    row('one committed idb-keyval set, then fetch', 'set'),
    row('the same, strict', 'strictSet'),
    { ...row('a payment (strict)', 'payment'), limit: 1.25 },
    { ...row('a save (relaxed)', 'save'), limit: 1.25 },
  ];
}
