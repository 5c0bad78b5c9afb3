import { Checkout, expect, test } from './shop.ts';

const FRESHNESS = 5 * 60 * 1000;

test.describe('8. Offline at the tap', () => {
  test('online again within freshness: one charge, by itself', async ({ shop, page, context }) => {
    const checkout = await new Checkout(page).open();
    await context.setOffline(true);
    await checkout.click();
    await checkout.expectStatus('wait', 'offline');
    await expect(checkout.words).toHaveText(
      'You are offline. This goes on by itself once you are connected. You will not be charged twice.',
    );
    expect(await shop.sent()).toEqual([]);
    await context.setOffline(false);
    await checkout.expectReceipt();
    await shop.expectOneCharge();
    expect(await shop.sent()).toHaveLength(1);
  });

  test("so says TanStack's onlineManager only: the same", async ({ shop, page }) => {
    const checkout = await new Checkout(page).open();
    await page.getByLabel('Offline').check();
    await checkout.click();
    await checkout.expectStatus('wait', 'offline');
    expect(await shop.sent()).toEqual([]);
    await page.getByLabel('Offline').uncheck();
    await checkout.expectReceipt();
    await shop.expectOneCharge();
  });

  test('after freshness: nothing is sent, "retry"; a tap sends the same ID', async ({
    shop,
    page,
    context,
  }) => {
    await page.clock.install();
    const checkout = await new Checkout(page).open();
    await context.setOffline(true);
    await checkout.click();
    await checkout.expectStatus('wait', 'offline');
    await page.clock.fastForward(FRESHNESS + 1000);
    await checkout.expectStatus('retry');
    await expect(checkout.words).toHaveText('We could not reach the server. Nothing was charged. Try again.');
    await context.setOffline(false);
    await page.reload();
    await checkout.expectStatus('retry');
    expect(await shop.sent()).toEqual([]);

    await checkout.click();
    await checkout.expectReceipt();
    await shop.expectOneCharge();
    expect(await shop.sent()).toHaveLength(1);
  });

  test('asleep past freshness, and woken online: nothing is sent without a tap', async ({
    shop,
    page,
    context,
  }) => {
    await page.clock.install();
    const checkout = await new Checkout(page).open();
    await context.setOffline(true);
    await checkout.click();
    await checkout.expectStatus('wait', 'offline');
    // The clock has gone on, the timers have not: as when a lid was closed.
    await page.clock.setSystemTime(Date.now() + FRESHNESS + 60_000);
    await context.setOffline(false);
    await checkout.expectStatus('retry');
    expect(await shop.sent()).toEqual([]);
    await checkout.click();
    await checkout.expectReceipt();
    await shop.expectOneCharge();
  });
});
