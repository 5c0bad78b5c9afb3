import type { Page } from '@playwright/test';
import type { Profile } from './ownChromium.ts';
import { become, Checkout, expect, type Shop, test } from './shop.ts';

/** Leaves for another page of the shop, which is no part of the app. */
const leave = (page: Page, { url }: Shop) => page.goto(`${url}/favicon.svg`);

/** Playwright's own `goBack` waits for a load, and what comes out of the cache is not loaded. */
async function goBack(page: Page, { url }: Shop): Promise<void> {
  await page.evaluate(() => void setTimeout(() => history.back()));
  await expect(page).toHaveURL(`${url}/`);
}

/** The checkout in a browser of its own, with a name that only this very page load knows. */
async function visit(shop: Shop, profile: Profile) {
  const { context } = await profile.launch();
  const page = await context.newPage();
  const checkout = await new Checkout(page).open(shop.url);
  await page.evaluate(() => void Object.assign(window, { marked: true }));
  return { context, page, checkout };
}

const isMarked = (page: Page) => page.evaluate(() => 'marked' in window);

test.describe('13. A page goes into the back/forward cache, and comes back', { tag: '@chromium' }, () => {
  test('while it waits to try again: the very same page goes on, one ID, one charge', async ({
    shop,
    profile,
  }) => {
    const { page, checkout } = await visit(shop, profile);
    await shop.arm('503-retry-after', { ms: 4000 });
    await checkout.tap();
    await checkout.expectStatus('wait', 'backoff');
    await leave(page, shop);
    await goBack(page, shop);
    await checkout.expectReceipt();
    expect(await isMarked(page)).toBe(true);
    await shop.expectOneCharge();
  });

  for (const [fault, ms] of [
    ['slow', 3000],
    ['hang-before', undefined],
    ['hang', undefined],
  ] as const)
    test(`while its call is in flight (${fault}): one ID, one charge`, async ({ shop, profile }, info) => {
      const { page, checkout } = await visit(shop, profile);
      await shop.arm(fault, ms === undefined ? {} : { ms });
      await checkout.tap();
      await shop.arrived(1);
      await leave(page, shop);
      await goBack(page, shop);
      // The browser may drop a page whose call is answered meanwhile; then it is a reload, and holds as well.
      info.annotations.push({ type: 'came back', description: (await isMarked(page)) ? 'itself' : 'loaded' });
      await checkout.expectDone(40_000);
      await shop.expectOneCharge();
    });

  test('and another user has signed in meanwhile: nothing is sent until somebody taps', async ({
    shop,
    profile,
  }) => {
    const { context, page, checkout } = await visit(shop, profile);
    await become(page, 'user-1');
    await checkout.ready();
    await shop.arm('503-retry-after', { ms: 9000 });
    await checkout.tap();
    await checkout.expectStatus('wait', 'backoff');
    await leave(page, shop);

    // Before the app is loaded there: a page that asks for its lock drops the first one from the cache.
    const other = await context.newPage();
    await leave(other, shop);
    await other.evaluate(async () => {
      const body = JSON.stringify({ account: 'user-2' });
      await fetch('/api/session', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
    });
    await new Checkout(other).open(shop.url);
    await goBack(page, shop);
    expect(await isMarked(page)).toBe(true);
    // Its round is over: it waits for a tap, and has sent nothing as the other user.
    await checkout.expectStatus('check');
    expect(await shop.sent()).toHaveLength(1);
    await shop.expectNoCharge();
  });
});
