import { button, expect, expectOneCharge, onReceipt, openCheckout, status, tap, test } from './demoServer.ts';

test.describe('5. reload at every moment', () => {
  test('before the answer: the same ID, one charge, the receipt, once', async ({ context, server }) => {
    const page = await openCheckout(context, server);
    await server.fault('hang-before', { endpoint: 'pay' });
    await tap(page);
    await status(page, 'pending');
    await expect.poll(async () => (await server.sent()).length).toBe(1);
    await page.reload();
    await onReceipt(page);
    await expectOneCharge(server);
    await page.goto(server.url);
    await expect(page.getByText('This cart is paid.')).toBeVisible();
    await page.reload();
    await expect(page.getByText('This cart is paid.')).toBeVisible();
    expect(page.url()).not.toContain('/receipt/');
  });

  test('after the effect: the same ID, one charge, the receipt', async ({ context, server }) => {
    const page = await openCheckout(context, server);
    await server.fault('hang', { endpoint: 'pay' });
    await tap(page);
    await expect.poll(async () => (await server.ledger()).charges.length).toBe(1);
    await page.reload();
    await onReceipt(page);
    await expectOneCharge(server);
  });

  test('while it waits for the next attempt: the same ID, one charge, the receipt', async ({
    context,
    server,
  }) => {
    const page = await openCheckout(context, server);
    await server.fault('503-retry-after', { endpoint: 'pay' });
    await tap(page);
    await status(page, 'wait');
    await page.reload();
    await onReceipt(page);
    await expectOneCharge(server);
  });
});

test.describe('7. two tabs', () => {
  test('that tap in the same moment have one ID and one sender', async ({ context, server }) => {
    const [one, two] = [await openCheckout(context, server), await openCheckout(context, server)];
    await server.fault('slow', { endpoint: 'pay', ms: 500 });
    await Promise.all([tap(one), tap(two)]);
    await expect.poll(async () => (await server.ledger()).charges.length).toBe(1);
    await expect
      .poll(async () => [one, two].filter((page) => page.url().includes('/receipt/')).length, {
        timeout: 20_000,
      })
      .toBe(1);
    await expectOneCharge(server);
    expect(await server.sent()).toHaveLength(1);
  });

  test('of which the sending one is closed: the other goes on with the same ID', async ({
    context,
    server,
  }) => {
    const [one, two] = [await openCheckout(context, server), await openCheckout(context, server)];
    await server.fault('hang', { endpoint: 'pay' });
    await tap(one);
    await expect(button(two)).toHaveAttribute('data-reason', 'elsewhere');
    await expect.poll(async () => (await server.ledger()).charges.length).toBe(1);
    await one.close();
    await onReceipt(two);
    await expectOneCharge(server);
  });
});

test.describe('8. offline', () => {
  test('at the tap, online within freshness: one charge', async ({ context, server }) => {
    const page = await openCheckout(context, server);
    await context.setOffline(true);
    await tap(page);
    await expect(button(page)).toHaveAttribute('data-reason', 'offline');
    await context.setOffline(false);
    await onReceipt(page);
    await expectOneCharge(server);
  });

  test('past freshness: nothing is sent, and "retry" waits for a tap', async ({ context, server }) => {
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(server.url);
    await status(page, 'idle');
    await context.setOffline(true);
    await tap(page);
    await expect(button(page)).toHaveAttribute('data-reason', 'offline');
    await page.clock.fastForward(301_000);
    await status(page, 'retry');
    await context.setOffline(false);
    expect(await server.sent()).toHaveLength(0);
    await tap(page);
    await onReceipt(page);
    await expectOneCharge(server);
  });
});

test.describe('9. the first attempt hangs', () => {
  test('times out; the same ID is told "processing", then done', async ({ context, server }) => {
    const page = await openCheckout(context, server);
    await server.fault('hang-before', { endpoint: 'pay' });
    await server.fault('processing-then-done', { endpoint: 'pay' });
    await tap(page);
    await onReceipt(page);
    await expectOneCharge(server);
  });
});

test.describe('10. the cart changes while the first payment is unknown', () => {
  test('the frozen request is sent, and the page says that the form differs', async ({ context, server }) => {
    const page = await openCheckout(context, server);
    await server.fault('drop-before', { endpoint: 'pay', times: 4 });
    await server.fault('500-once', { endpoint: 'pay-status', times: 50 });
    await tap(page);
    await status(page, 'check');
    await page.getByRole('button', { name: 'More Oat biscuits' }).click();
    await expect(page.getByTestId('cart-total')).toContainText('24');
    await server.disarm();
    await button(page).click();
    await onReceipt(page);
    await expectOneCharge(server);
    await expect(page.getByTestId('receipt-amount')).toContainText('20');
  });
});
