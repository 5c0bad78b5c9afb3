import { Checkout, expect, test } from './shop.ts';

const notSent = 'What you have changed since then was not sent.';

test.describe('10. The cart changes while the first payment is unknown', () => {
  test('the frozen request is sent under its ID, and the page says that the form differs', async ({
    shop,
    page,
  }) => {
    await shop.arm('drop-before', { times: 4 });
    const checkout = await new Checkout(page).open();
    await checkout.click();
    await checkout.expectStatus('check');
    await expect(checkout.words).not.toContainText(notSent);

    await page.getByRole('button', { name: 'More Oat biscuits' }).click();
    await expect(page.getByTestId('cart-total')).toHaveText('€24.00');
    await shop.arm('slow', { ms: 3000 });
    await checkout.click();
    await checkout.expectStatus('pending');
    await expect(checkout.words).toContainText(notSent);
    await checkout.expectReceipt();
    await expect(page.getByTestId('receipt-amount')).toHaveText('€20.00');
    await shop.expectOneCharge('20.00 EUR');
    expect(await shop.sent()).toHaveLength(5);
  });

  test('a tap while it is still being tried joins it, and the page says so', async ({ shop, page }) => {
    await shop.arm('hang-before', { times: 2 });
    const checkout = await new Checkout(page).open();
    await checkout.click();
    await shop.arrived(1);
    await page.getByRole('button', { name: 'More Oat biscuits' }).click();
    await expect(page.getByTestId('cart-total')).toHaveText('€24.00');
    await checkout.tap();
    await expect(checkout.words).toContainText(notSent);
    await checkout.expectReceipt();
    await shop.expectOneCharge('20.00 EUR');
  });

  test('and after a reload, too', async ({ shop, page }) => {
    await shop.arm('hang-before', { times: 3 });
    const checkout = await new Checkout(page).open();
    await checkout.click();
    await shop.arrived(1);
    await page.getByRole('button', { name: 'More Oat biscuits' }).click();
    await expect(page.getByTestId('cart-total')).toHaveText('€24.00');
    await page.reload();
    await shop.arrived(2);
    await checkout.tap();
    await expect(checkout.words).toContainText(notSent);
    await checkout.expectReceipt();
    await shop.expectOneCharge('20.00 EUR');
  });

  test('where it is proved that nothing happened, the changed cart is a new payment', async ({
    shop,
    page,
    context,
  }) => {
    // Five minutes slow, so that it is right when they have passed: a server refuses an ID from the future.
    await page.clock.install({ time: Date.now() - 301_000 });
    const checkout = await new Checkout(page).open();
    await context.setOffline(true);
    await checkout.click();
    await checkout.expectStatus('wait', 'offline');
    await page.clock.fastForward('05:01');
    await checkout.expectStatus('retry');
    await context.setOffline(false);
    await page.getByRole('button', { name: 'More Oat biscuits' }).click();
    await expect(page.getByTestId('cart-total')).toHaveText('€24.00');
    await checkout.click();
    await checkout.expectReceipt();
    await shop.expectOneCharge('24.00 EUR');
    expect(await shop.sent()).toHaveLength(1);
  });
});
