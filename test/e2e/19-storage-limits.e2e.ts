import type { Page } from '@playwright/test';
import { Checkout, expect, test } from './shop.ts';
import { records } from './storage.ts';

const spare = 'spare room';

/** Leaves no room at all in the origin: the last kilobytes are filled one by one. */
async function fillOrigin(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const origin = new URL(page.url()).origin;
  const { usage } = await session.send('Storage.getUsageAndQuota', { origin });
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 3_000_000 });
  await page.evaluate(async (name) => {
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onupgradeneeded = () => request.result.createObjectStore('rows', { autoIncrement: true });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const fits = (bytes: number) =>
      new Promise<boolean>((resolve) => {
        const transaction = db.transaction('rows', 'readwrite', { durability: 'strict' });
        transaction.objectStore('rows').add(crypto.getRandomValues(new Uint8Array(bytes)));
        transaction.oncomplete = () => resolve(true);
        transaction.onabort = () => resolve(false);
      });
    for (let bytes = 65_536; bytes >= 64; ) if (!(await fits(bytes))) bytes /= 2;
    db.close();
  }, spare);
}

/** There is as much room as ever. */
async function makeRoom(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: new URL(page.url()).origin });
  await page.evaluate((name) => indexedDB.deleteDatabase(name), spare);
}

test.describe('Storage at its limits', () => {
  test('the origin is full at the tap: nothing is sent, and it says so; with room again, one charge', {
    tag: '@chromium',
  }, async ({ shop, page }) => {
    const checkout = await new Checkout(page).open();
    await fillOrigin(page);
    await checkout.click();
    await expect(checkout.words).toContainText('Nothing was sent');
    await checkout.ready();
    expect(await shop.sent()).toEqual([]);
    await makeRoom(page);
    await checkout.click();
    await checkout.expectReceipt();
    await shop.expectOneCharge();
  });

  test('the origin fills up in flight: the answer is shown, and written once there is room', {
    tag: '@chromium',
  }, async ({ shop, page }) => {
    await shop.arm('slow', { ms: 4000 });
    const checkout = await new Checkout(page).open();
    await checkout.click();
    await shop.arrived(1);
    await fillOrigin(page);
    await checkout.expectReceipt();
    const id = await shop.expectOneCharge();
    await makeRoom(page);
    await expect
      .poll(async () => (await records(page, 'settled')).map(({ requestId }) => requestId))
      .toEqual([id]);
    await page.reload();
    expect(await shop.sent()).toHaveLength(1);
  });

  test('a private window: it survives a reload in flight, and nothing survives the window', async ({
    shop,
    browser,
  }) => {
    // A context of its own is what Chromium runs a private window in: a profile that is never on the disk.
    const window = await browser.newContext();
    const checkout = await new Checkout(await window.newPage()).open(shop.url);
    await shop.arm('hang', { ms: 0 });
    await checkout.tap();
    await shop.arrived(1);
    await checkout.page.reload();
    await checkout.expectReceipt();
    await shop.expectOneCharge();
    expect(await records(checkout.page, 'settled')).toHaveLength(1);
    await window.close();

    const next = await browser.newContext();
    const page = await next.newPage();
    await page.goto(`${shop.url}/favicon.svg`);
    expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
    await next.close();
  });

  test("in another site's frame with its storage blocked: in memory, said so, and one charge", {
    tag: '@chromium',
  }, async ({ shop, profile }) => {
    // 2: blocked, databases too.
    await profile.prefer({ profile: { default_content_setting_values: { cookies: 2 } } });
    const browser = await profile.launch();
    const page = await browser.context.newPage();
    // The shop forbids to be framed; a shop that allows it would say so here.
    await page.route(`${shop.url}/`, async (route) => {
      const response = await route.fetch();
      const { 'content-security-policy': _, ...headers } = response.headers();
      await route.fulfill({ response, headers });
    });
    const elsewhere = 'http://127.0.0.1:9/';
    await page.route(elsewhere, (route) =>
      route.fulfill({
        contentType: 'text/html',
        body: `<iframe src="${shop.url}/" width="900" height="900">`,
      }),
    );
    await page.goto(elsewhere);
    const frame = page.frameLocator('iframe');
    const button = frame.locator('main button.primary[data-status]');
    await expect(button).toHaveAttribute('data-status', 'idle');
    const [inner] = page.frames().slice(1);
    const refused = () =>
      inner?.evaluate(() => {
        try {
          return typeof localStorage;
        } catch (error) {
          return (error as Error).name;
        }
      });
    expect(await refused()).toBe('SecurityError');
    await shop.arm('slow', { ms: 3000 });
    await button.click();
    await expect(frame.locator('main').getByText('Keep this page open until then.')).toBeVisible();
    await expect.poll(async () => (await shop.ledger()).charges.length).toBe(1);
    expect(await shop.sent()).toHaveLength(1);
  });
});
