import { setTimeout as after } from 'node:timers/promises';
import { expect, type Shop } from '../../e2e/shop.ts';
import { persist } from '../person.ts';
import { type Plan, planOf } from '../plan.ts';
import { arm } from '../runs.ts';
import { clean, type Verdict } from '../verdict.ts';
import { test } from './test.ts';
import type { WebKit } from './webKit.ts';
import type { WebKitTab } from './webKitTab.ts';

const runs = Number(process.env.RUNS_COUNT ?? 20);
const seed = Number(process.env.RUNS_SEED ?? 1);

/** The page is reloaded at one to three random moments. */
async function reloadRun(shop: Shop, webkit: WebKit, plan: Plan): Promise<Verdict> {
  const tab = await (await webkit.firstTab()).open(shop.url);
  await arm(shop, plan);
  await tab.tap();
  for (const moment of plan.moments) {
    await after(moment);
    await tab.reload();
  }
  await tab.goto(shop.url);
  return persist(shop, tab);
}

/** Some of two to four tabs are tapped in one moment, and one of the tapped ones is closed at a random moment after it. */
async function tabsRun(shop: Shop, webkit: WebKit, plan: Plan): Promise<Verdict> {
  const first = await (await webkit.firstTab()).open(shop.url);
  const others: WebKitTab[] = [];
  for (let tab = 1; tab < plan.tabs; tab++) others.push(await (await webkit.newTab()).open(shop.url));
  await arm(shop, plan);
  const moment = Date.now() + 1000;
  for (const tab of [first, ...others].slice(0, plan.tapped)) await tab.tapAt(moment);
  await after(Math.max(0, moment - Date.now()) + (plan.moments[0] ?? 0));
  await first.close();
  const [next, ...rest] = others;
  if (!next) throw new Error('There is no other tab.');
  const verdict = await persist(shop, next);
  for (const tab of rest) await tab.seesPaid();
  return verdict;
}

for (let run = 1; run <= runs; run++) {
  for (const [happening, body] of [
    ['reload', reloadRun],
    ['tabs', tabsRun],
  ] as const) {
    test(`${happening}, seed ${seed}, run ${run}`, async ({ shop, webkit }) => {
      const plan = planOf(happening, seed, run, false);
      const verdict = await body(shop, webkit, plan);
      test.info().annotations.push({ type: 'verdict', description: JSON.stringify(verdict) });
      const story = { plan, log: await shop.log(), ledger: await shop.ledger() };
      expect(verdict, JSON.stringify(story, undefined, 1)).toEqual(clean);
    });
  }
}
