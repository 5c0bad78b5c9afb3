import type { Page } from '@playwright/test';
import { ActionPage, Checkout, expect, fillSignUp, path, type Shop, test } from './shop.ts';

const isFirefox = (page: Page) => page.context().browser()?.browserType().name() === 'firefox';

function touch(button: Element): void {
  const finger = { bubbles: true, cancelable: true, pointerType: 'touch' };
  for (const type of ['pointerdown', 'pointerup', 'click'])
    button.dispatchEvent(new PointerEvent(type, { ...finger, detail: 1 }));
}

/** Six times slower, where the browser can be told: what is not locked in the task of the tap, shows. */
async function throttle(page: Page): Promise<void> {
  if (isFirefox(page)) return;
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 6 });
}

async function expectOnePayment(shop: Shop, checkout: Checkout): Promise<void> {
  await checkout.expectReceipt();
  await shop.expectOneCharge();
  expect(await shop.sent()).toHaveLength(1);
}

async function expectOneAccount(shop: Shop, page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/profile$/);
  expect((await shop.ledger()).accounts).toHaveLength(1);
  expect(await shop.sent('/api/accounts')).toHaveLength(1);
}

async function openSignUp(page: Page): Promise<ActionPage> {
  const signUp = await new ActionPage(page, path.signUp).open();
  await fillSignUp(page, 'ada@example.com', 'correct horse');
  return signUp;
}

test.describe('16. The eight ways to fire twice: one send each', () => {
  test.beforeEach(async ({ shop }) => {
    await shop.arm('slow', { ms: 700 });
  });

  test('two clicks in one task', async ({ shop, page }) => {
    const checkout = await new Checkout(page).open();
    await checkout.button.evaluate((button: HTMLElement) => {
      button.click();
      button.click();
    });
    await expectOnePayment(shop, checkout);
  });

  for (const gap of [0, 20, 50])
    test(`a real double click, ${gap} ms apart, on a slow machine`, async ({ shop, page }) => {
      const checkout = await new Checkout(page).open();
      await throttle(page);
      const box = await checkout.button.boundingBox();
      const [x, y] = [(box?.x ?? 0) + 30, (box?.y ?? 0) + 15];
      await page.mouse.move(x, y);
      for (const clickCount of [1, 2]) {
        await page.mouse.down({ clickCount });
        await page.mouse.up({ clickCount });
        // Part of the gesture, not a wait for anything.
        if (clickCount === 1 && gap) await page.waitForTimeout(gap);
      }
      await expectOnePayment(shop, checkout);
    });

  test('a click, then Enter', async ({ shop, page }) => {
    const checkout = await new Checkout(page).open();
    await checkout.button.click();
    await page.keyboard.press('Enter');
    await expectOnePayment(shop, checkout);
  });

  test('Enter three times, in a field of the form', async ({ shop, page }) => {
    await openSignUp(page);
    await page.getByLabel('Password').focus();
    for (let presses = 0; presses < 3; presses++) await page.keyboard.press('Enter');
    await expectOneAccount(shop, page);
  });

  test('requestSubmit() twice', async ({ shop, page }) => {
    await openSignUp(page);
    await page.locator('main form').evaluate((form: HTMLFormElement) => {
      form.requestSubmit();
      form.requestSubmit();
    });
    await expectOneAccount(shop, page);
  });

  test('Space, held down', async ({ shop, page }) => {
    const checkout = await new Checkout(page).open();
    await checkout.button.focus();
    for (let repeats = 0; repeats < 10; repeats++) await page.keyboard.down('Space');
    await page.keyboard.up('Space');
    await page.keyboard.press('Space');
    await expectOnePayment(shop, checkout);
  });

  test('a second button for the same action, elsewhere on the page', async ({ shop, page }) => {
    await page.setViewportSize({ width: 400, height: 800 });
    const checkout = await new Checkout(page).open();
    const other = page.locator('.pay-bar button');
    await expect(other).toBeVisible();
    await checkout.button.evaluate((button: HTMLElement) => {
      button.click();
      document.querySelector<HTMLElement>('.pay-bar button')?.click();
    });
    await expect(other).toHaveAttribute('aria-disabled', 'true');
    await expectOnePayment(shop, checkout);
  });

  test.describe('on a touch screen', () => {
    test.use({ hasTouch: true });

    test('a double tap', async ({ shop, page }) => {
      const checkout = await new Checkout(page).open();
      const box = await checkout.button.boundingBox();
      const [x, y] = [(box?.x ?? 0) + 30, (box?.y ?? 0) + 15];
      // A Firefox on a desk hears no finger: there it gets the events that a finger makes.
      for (const _ of [1, 2])
        if (isFirefox(page)) await checkout.button.evaluate(touch);
        else await page.touchscreen.tap(x, y);
      await expectOnePayment(shop, checkout);
    });
  });
});
