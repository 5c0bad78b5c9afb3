import type { Page } from '@playwright/test';
import { ActionPage, Checkout, expect, fillSignUp, path, test } from './shop.ts';
import { records } from './storage.ts';

/** Everything that the Content-Security-Policy of any page of this tab stops, from now on. */
async function violations(page: Page): Promise<() => Promise<string[]>> {
  const found: string[] = [];
  await page.exposeFunction('stoppedByPolicy', (what: string) => found.push(what));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      Reflect.get(window, 'stoppedByPolicy')(`${effectiveDirective} ${blockedURI}`);
    });
  });
  return async () => found;
}

test.describe('Security', () => {
  test('the shop runs under a Content-Security-Policy without `unsafe-`, and nothing is stopped by it', async ({
    shop,
    page,
  }) => {
    const stopped = await violations(page);
    const { headers } = await fetch(shop.url);
    const policy = headers.get('Content-Security-Policy');
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain('unsafe-');
    expect(policy).not.toMatch(/\*|data:|blob:/);

    // Spinner, words, countdown, note beside an input, banner: all that the components draw.
    await shop.arm('drop-before', { times: 4 });
    const checkout = await new Checkout(page).open();
    await checkout.click();
    await checkout.expectStatus('check');
    const signUp = await new ActionPage(page, path.signUp).open();
    await expect(page.getByText('Your payment of €20.00').first()).toBeVisible();
    await signUp.click();
    await fillSignUp(page, 'ada@example.com', 'correct horse');
    await signUp.click();
    await expect(page).toHaveURL(/\/profile$/);
    for (const place of ['/orders', '/gift', '/']) await page.goto(place);
    expect(await stopped()).toEqual([]);

    // And it would have been seen.
    await page.evaluate(() => {
      const style = document.createElement('style');
      style.textContent = 'body { color: red }';
      document.head.append(style);
    });
    await expect.poll(stopped).toEqual([expect.stringContaining('style-src')]);
  });

  test("another user's ID: neither its answer nor a second effect", async ({ shop, browser }) => {
    const [one, two] = await Promise.all([browser.newContext(), browser.newContext()]);
    const own = await new Checkout(await one.newPage()).open(shop.url);
    await own.click();
    await own.expectReceipt();
    const id = await shop.expectOneCharge();
    const [first] = await shop.sent();

    const stranger = await new Checkout(await two.newPage()).open(shop.url);
    const ask = (method: string, address: string, headers: Record<string, string> = {}) =>
      stranger.page.evaluate(
        async ([method, address, headers]) => {
          const body = JSON.stringify({ cartId: 'cart-1', amount: 2000, card: 'tok_visa' });
          const response = await fetch(address, { method, headers, ...(method === 'POST' && { body }) });
          return { status: response.status, ...(await response.json()) };
        },
        [method, address, headers] as const,
      );
    const refused = { status: 409, code: 'scope_mismatch' };
    expect(await ask('GET', `/api/pay/${id}`)).toMatchObject(refused);
    expect(await ask('POST', '/api/pay', { 'Idempotency-Key': id })).toMatchObject(refused);
    expect((await shop.ledger()).charges).toHaveLength(1);
    expect(first?.requestId).toBe(id);
    await Promise.all([one.close(), two.close()]);
  });

  test('words of the server are text, never markup', async ({ page }) => {
    const markup = '<img src="/x" onerror="document.title = \'run\'"><b>bold</b>';
    await page.route('**/api/pay', (route) =>
      route.fulfill({
        status: 402,
        contentType: 'application/problem+json',
        body: JSON.stringify({ code: 'declined', detail: markup, safeNewKey: true }),
      }),
    );
    const checkout = await new Checkout(page).open();
    await checkout.click();
    await checkout.expectStatus('declined');
    await expect(checkout.words).toContainText(markup);
    await expect(page.locator('main img, main b')).toHaveCount(0);
  });

  test('what script of the origin finds is the record, as documented: no global, no header', async ({
    shop,
    page,
  }) => {
    await shop.arm('drop-before', { times: 4 });
    const checkout = await new Checkout(page).open();
    await checkout.click();
    await checkout.expectStatus('check');
    const globals = await page.evaluate(() => {
      const frame = document.createElement('iframe');
      document.body.append(frame);
      const blank = new Set(Object.getOwnPropertyNames(frame.contentWindow));
      frame.remove();
      return Object.getOwnPropertyNames(window).filter((name) => !blank.has(name) && !/^\d+$/.test(name));
    });
    // React counts its roots there, and the test's own driver may leave something.
    expect(globals.filter((name) => /safe|action|idempot/i.test(name))).toEqual([]);
    const [open] = await records(page, 'open');
    expect(open?.input).toMatchObject({ amount: 2000, card: 'tok_visa' });
    expect(Object.keys(open?.request ?? {}).sort()).toEqual(['body', 'method', 'url']);
  });
});
