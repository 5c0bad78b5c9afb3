import { setTimeout as after } from 'node:timers/promises';
import type { BrowserContext } from '@playwright/test';
import type { Killable } from '../e2e/killable.ts';
import { Checkout, expect, type Shop } from '../e2e/shop.ts';
import { records } from '../e2e/storage.ts';
import { suffer } from './outage.ts';
import { persist } from './person.ts';
import type { Plan } from './plan.ts';
import { add, booksOf, judgeLook, type Verdict } from './verdict.ts';
import { visit, watched } from './watched.ts';

export async function arm(shop: Shop, { faults }: Plan): Promise<void> {
  for (const armed of faults) await shop.arm(armed.fault, { ...armed, endpoint: 'pay' });
}

/** The whole browser is killed after the tap, and started again on the same profile. */
export async function killRun(shop: Shop, profile: Killable, plan: Plan): Promise<Verdict> {
  const first = await profile.launch();
  const doomed = await new Checkout(await first.context.newPage()).open(shop.url);
  await arm(shop, plan);
  await doomed.tap();
  const outage = suffer(shop, plan.outages?.[0]);
  await after(plan.moments[0] ?? 0);
  await first.kill();
  await outage;

  const second = await profile.launch();
  const page = await second.context.newPage();
  // Beside the shop, so that what is on the disk is seen before the shop goes on with it.
  await page.goto(`${shop.url}/favicon.svg`);
  const [open] = await records(page, 'open');
  const [settled] = await records(page, 'settled');
  const committed = open ?? settled;
  // Law 2: what is not on the disk was never sent.
  const early = !committed && (await shop.sent()).length > 0 ? 1 : 0;

  const checkout = new Checkout(page);
  await visit(checkout, shop);
  await suffer(shop, plan.outages?.[1]);
  const verdict = await persist(shop, watched(checkout), committed?.requestId);
  return add(verdict, { duplicates: 0, lost: early, wrong: 0 });
}

/** The page is reloaded after the tap, up to three times. */
export async function reloadRun(shop: Shop, context: BrowserContext, plan: Plan): Promise<Verdict> {
  const checkout = await new Checkout(await context.newPage()).open(shop.url);
  await arm(shop, plan);
  await checkout.tap();
  const outage = suffer(shop, plan.outages?.[0]);
  for (const moment of plan.moments) {
    await after(moment);
    if (plan.outages) await visit(checkout, shop);
    else await checkout.page.reload();
  }
  await outage;
  // The address of a receipt may have been in it: what comes back is the page, whichever it is.
  await visit(checkout, shop);
  await suffer(shop, plan.outages?.[1]);
  return persist(shop, watched(checkout));
}

/** Some of two to four tabs are tapped in one moment, and the one that sends is closed. */
export async function tabsRun(shop: Shop, context: BrowserContext, plan: Plan): Promise<Verdict> {
  const tabs: Checkout[] = [];
  for (let tab = 0; tab < plan.tabs; tab++) {
    tabs.push(await new Checkout(await context.newPage()).open(shop.url));
  }
  await arm(shop, plan);
  await Promise.all(tabs.slice(0, plan.tapped).map((tab) => tab.tap()));
  const outage = suffer(shop, plan.outages?.[0]);
  await after(plan.moments[0] ?? 0);
  const sender = await senderOf(tabs);
  await sender.page.close();
  await outage;

  const [next, ...others] = tabs.filter((tab) => tab !== sender);
  if (!next) throw new Error('There is no other tab.');
  let verdict = await persist(shop, watched(next));
  // What one tab has ended, the others show, without a tap.
  for (const other of others) {
    await expect(other.paid.or(other.page.getByText('Thank you'))).toBeVisible();
    verdict = add(verdict, judgeLook('done', await booksOf(shop)));
  }
  return verdict;
}

/** The tab with an attempt in flight or in waiting; where all are idle, or all follow, the first one. */
async function senderOf(tabs: Checkout[]): Promise<Checkout> {
  for (const tab of tabs) {
    const at = tab.button.and(
      tab.page.locator('[data-status=pending], [data-status=wait]:not([data-reason=elsewhere])'),
    );
    if (await at.isVisible()) return tab;
  }
  const [first] = tabs;
  if (!first) throw new Error('There is no tab.');
  return first;
}
