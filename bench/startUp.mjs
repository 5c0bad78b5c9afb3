import { inPage } from './browserPage.mjs';
import { median, quantile } from './statistics.mjs';

const RELOADS = 25;
const WARM_UP = 2;
const FEW = 10;
const MANY = 10_000;

/**
 * Start-up: from `createSafeActions` to the first view that is not `starting`, with one open and many settled records.
 * Two browsers, one for each store, are reloaded in turn.
 * @returns {Promise<import('./table.mjs').Row[]>}
 */
export async function report() {
  /** @type {{ few: number[], many: number[] }} */
  const times = { few: [], many: [] };
  await inPage('startUp', (few) =>
    inPage('startUp', async (many) => {
      await few.evaluate(`bench.plant(${FEW})`);
      await many.evaluate(`bench.plant(${MANY})`);
      for (let reload = -WARM_UP; reload < RELOADS; reload++) {
        const took = { few: await reloaded(few), many: await reloaded(many) };
        if (reload < 0) continue;
        times.few.push(took.few);
        times.many.push(took.many);
      }
    }),
  );
  return [
    row(FEW, times.few),
    {
      ...row(MANY, times.many),
      ratio: median(times.many) / median(times.few),
      to: `${FEW}`,
      limit: 1.5,
    },
  ];
}

/** @param {import('playwright').Page} page */
async function reloaded(page) {
  await page.reload();
  await page.waitForFunction('globalThis.bench');
  /** @type {{ took: number, status: string }} */
  const { took, status } = await page.evaluate('({ took: bench.took, status: bench.status })');
  if (status !== 'retry') throw new Error(`The open record is shown as ${status}, not as retry.`);
  return took;
}

const row = (/** @type {number} */ count, /** @type {number[]} */ times) => ({
  figure: `start-up: ${count.toLocaleString('en')} settled records`,
  measured: `${median(times).toFixed(1)} ms, p95 ${quantile(times, 0.95).toFixed(1)}`,
});
