import { ActionPage, Checkout, expect, fillSignUp, path, test } from './shop.ts';

test.describe('1. However often one taps, it happens once', () => {
  for (const speed of ['fast', 'slow'] as const) {
    test.describe(`${speed} answer`, () => {
      test.beforeEach(async ({ shop }) => {
        if (speed === 'slow') await shop.arm('slow', { ms: 800 });
      });

      test('two clicks in one task', async ({ shop, page }) => {
        const checkout = await new Checkout(page).open();
        await checkout.button.evaluate((button: HTMLElement) => {
          button.click();
          button.click();
        });
        await checkout.expectReceipt();
        await shop.expectOneCharge();
        expect(await shop.sent()).toHaveLength(1);
      });

      test('a real double click', async ({ shop, page }) => {
        const checkout = await new Checkout(page).open();
        await checkout.button.dblclick();
        await checkout.expectReceipt();
        await shop.expectOneCharge();
        expect(await shop.sent()).toHaveLength(1);
      });

      test('a click, then Enter', async ({ shop, page }) => {
        const checkout = await new Checkout(page).open();
        await checkout.click();
        await page.keyboard.press('Enter');
        await checkout.expectReceipt();
        await shop.expectOneCharge();
        expect(await shop.sent()).toHaveLength(1);
      });

      test('three Enters on the button', async ({ shop, page }) => {
        const checkout = await new Checkout(page).open();
        await checkout.button.focus();
        for (let presses = 0; presses < 3; presses++) await page.keyboard.press('Enter');
        await checkout.expectReceipt();
        await shop.expectOneCharge();
        expect(await shop.sent()).toHaveLength(1);
      });

      test('three Enters in the password field, then the button', async ({ shop, page }) => {
        const signUp = await new ActionPage(page, path.signUp).open();
        await fillSignUp(page, 'ada@example.com', 'correct horse');
        await page.getByLabel('Password').focus();
        for (let presses = 0; presses < 3; presses++) await page.keyboard.press('Enter');
        if (speed === 'slow') await signUp.button.dblclick();
        await expect(page).toHaveURL(/\/profile$/);
        const { accounts, emails } = await shop.ledger();
        expect(accounts).toHaveLength(1);
        expect(emails).toHaveLength(1);
        expect(await shop.sent('/api/accounts')).toHaveLength(1);
      });
    });
  }

  test('a double click on what may be done again is one save; a later click is the next', async ({
    shop,
    page,
  }) => {
    const profile = await new ActionPage(page, path.profile).open();
    await page.getByLabel('Name on parcels').fill('Ada');
    await profile.doubleClick();
    await profile.expectStatus('done');
    expect((await shop.ledger()).saves).toHaveLength(1);

    await profile.click();
    await expect.poll(() => shop.ids('/api/profile')).toHaveLength(2);
    await profile.expectStatus('done');
    expect((await shop.ledger()).saves).toHaveLength(2);
  });
});
