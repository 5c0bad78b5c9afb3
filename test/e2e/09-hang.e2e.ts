import type { Shop } from './shop.ts';
import { Checkout, expect, test } from './shop.ts';

/** One charge, after: no answer, "still working on it" at least once, the receipt. */
async function expectTheWholeStory(shop: Shop): Promise<void> {
  await shop.expectOneCharge();
  const statuses = (await shop.sent()).map(({ status }) => status);
  expect(statuses[0]).toBe('dropped');
  expect(statuses.slice(1, -1)).toContain(409);
  expect(new Set(statuses.slice(1, -1))).toEqual(new Set([409]));
  expect(statuses.at(-1)).toBe(200);
}

test.describe('9. The first attempt hangs', () => {
  test.beforeEach(async ({ shop }) => {
    await shop.arm('hang-before');
    await shop.arm('processing-then-done', { ms: 5000 });
  });

  test('it times out, the same ID is asked for, the server is still at it, then done', async ({
    shop,
    page,
  }) => {
    const checkout = await new Checkout(page).open();
    await checkout.click();
    await expect(checkout.words).toHaveText('Processing payment…');
    await checkout.expectStatus('wait', 'processing');
    await checkout.expectReceipt();
    await expectTheWholeStory(shop);
  });

  test('the tab is hidden all the while: no difference', { tag: '@chromium' }, async ({ shop, profile }) => {
    const { context } = await profile.launch();
    const checkout = await new Checkout(await context.newPage()).open(shop.url);
    const visibility = () => checkout.page.evaluate(() => document.visibilityState);
    const seen = await checkout.page.evaluateHandle(() => {
      const seen: string[] = [];
      document.addEventListener('visibilitychange', () => seen.push(document.visibilityState));
      return seen;
    });
    const front = await context.newPage();
    await front.bringToFront();
    await expect.poll(visibility).toBe('hidden');
    await checkout.tap();
    await expect(checkout.page).toHaveURL(/\/receipt\//);
    await expectTheWholeStory(shop);
    expect(await visibility()).toBe('hidden');
    expect(await seen.jsonValue()).toEqual(['hidden']);
  });
});
