import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, Shop } from '../e2e/shop.ts';
import { type Happening, planOf } from './plan.ts';
import { killRun, reloadRun, tabsRun } from './runs.ts';
import { clean } from './verdict.ts';

/** As `scripts/runs.mjs` says it: what happens, from which seed, which runs of it, and whether the server restarts. */
const happening = (process.env.RUNS_OF ?? 'kill') as Happening;
const seed = Number(process.env.RUNS_SEED ?? 1);
const first = Number(process.env.RUNS_FIRST ?? 1);
const count = Number(process.env.RUNS_COUNT ?? 3);
const restarts = process.env.RUNS_RESTARTS === '1';

const test = base.extend<{ shop: Shop }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured object here
  shop: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'safe-action-shop-'));
    const shop = new Shop(restarts ? join(folder, 'memory') : undefined);
    await shop.start();
    await use(shop);
    await shop.stop();
    await rm(folder, { recursive: true, force: true });
  },
});

for (let run = first; run < first + count; run++) {
  const plan = planOf(happening, seed, run, restarts);
  const name = `${happening}, seed ${seed}, run ${run}`;
  const judge = async (shop: Shop, verdict: Promise<typeof clean>) => {
    const found = await verdict;
    test.info().annotations.push({ type: 'verdict', description: JSON.stringify(found) });
    const story = { plan, log: await shop.log(), ledger: await shop.ledger() };
    base.expect(found, JSON.stringify(story, undefined, 1)).toEqual(clean);
  };
  if (happening === 'kill') {
    test(name, async ({ shop, killable }) => judge(shop, killRun(shop, killable, plan)));
  } else {
    const body = happening === 'reload' ? reloadRun : tabsRun;
    test(name, async ({ shop, context }) => judge(shop, body(shop, context, plan)));
  }
}
