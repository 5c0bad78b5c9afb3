import { button, expect, expectOneCharge, onReceipt, openCheckout, status, tap, test } from './demoServer.ts';

test.describe('1. fired twice', () => {
  test('two taps in one task make one charge', async ({ context, server }) => {
    const page = await openCheckout(context, server);
    await button(page).evaluate((element: HTMLElement) => {
      element.click();
      element.click();
    });
    await onReceipt(page);
    await expectOneCharge(server);
  });

  test('a real double click makes one charge', async ({ context, server }) => {
    const page = await openCheckout(context, server);
    await server.fault('slow', { ms: 300 });
    await button(page).dblclick();
    await onReceipt(page);
    await expectOneCharge(server);
  });

  test('a click and then Enter, and three Enters, make one charge', async ({ context, server }) => {
    const page = await openCheckout(context, server);
    await server.fault('slow', { ms: 300 });
    await button(page).click();
    for (let press = 0; press < 3; press++) await page.keyboard.press('Enter');
    await onReceipt(page);
    await expectOneCharge(server);
  });
});

test.describe('2. the answer is lost after the charge', () => {
  test('is asked for again under the same ID, and ends on the receipt', async ({ context, server }) => {
    const page = await openCheckout(context, server);
    await server.fault('drop-after');
    await tap(page);
    await onReceipt(page);
    await expectOneCharge(server);
    expect(await server.sent()).toHaveLength(2);
  });
});

test.describe('3. what the server refuses', () => {
  test('a 500 is tried again under the same ID', async ({ context, server }) => {
    const page = await openCheckout(context, server);
    await server.fault('500-once');
    await tap(page);
    await onReceipt(page);
    await expectOneCharge(server);
  });

  test('a 503 with Retry-After: 1 is not tried again before 1 s', async ({ context, server }) => {
    const page = await openCheckout(context, server);
    await server.fault('503-retry-after');
    await tap(page);
    await onReceipt(page);
    const [first, second] = await server.sent();
    expect(Number(second?.at) - Number(first?.at)).toBeGreaterThanOrEqual(1000);
    await expectOneCharge(server);
  });

  test('a declined card is tried once, and another card is a new action', async ({ context, server }) => {
    const page = await openCheckout(context, server);
    await page.getByLabel('Card that is declined').check();
    await tap(page);
    await status(page, 'declined');
    expect(await server.sent()).toHaveLength(1);
    await page.getByLabel('Card ending 4242').check();
    await button(page).click({ delay: 600 });
    await onReceipt(page);
    expect(await server.ids()).toHaveLength(2);
    expect((await server.ledger()).charges).toHaveLength(1);
  });

  for (const refusal of ['401', '403', '422'])
    test(`a lost answer followed by ${refusal} is "check", never a new ID`, async ({ context, server }) => {
      const page = await openCheckout(context, server);
      await server.fault('drop-after', { endpoint: 'pay' });
      await server.fault(refusal, { endpoint: 'pay' });
      await tap(page);
      await status(page, 'check');
      await expect(page.getByRole('alert').first()).toContainText('not be charged twice');
      await button(page).click();
      await onReceipt(page);
      await expectOneCharge(server);
    });
});

test.describe('4. the server is down for good', () => {
  test('stops after four attempts, says what can have happened, and the next step asks, then sends the same ID', async ({
    context,
    server,
  }) => {
    const page = await openCheckout(context, server);
    await server.fault('drop-before', { endpoint: 'pay', times: 50 });
    await server.fault('500-once', { endpoint: 'pay-status', times: 50 });
    await tap(page);
    await status(page, 'check');
    expect(await server.sent()).toHaveLength(4);
    await expect(page.getByRole('alert').first()).toContainText('not be charged twice');
    await server.disarm();
    await button(page).click();
    await onReceipt(page);
    await expectOneCharge(server);
  });
});

test.describe('13. an answer that redirects to a login page', () => {
  test('is not "Done"', async ({ context, server }) => {
    const page = await openCheckout(context, server);
    await server.fault('redirect-login', { endpoint: 'pay' });
    await tap(page);
    await status(page, 'check');
    expect(page.url()).not.toContain('/receipt/');
    expect((await server.ledger()).charges).toHaveLength(0);
  });
});

test.describe('14. an unprotected endpoint whose answer is lost', () => {
  test('is called once, ever', async ({ context, server }) => {
    const page = await context.newPage();
    await page.goto(`${server.url}/gift`);
    await page.getByLabel('Their e-mail address').fill('friend@shop.example');
    await server.fault('drop-after', { endpoint: 'gift' });
    await tap(page, 'message');
    await status(page, 'check', 'message');
    await page.reload();
    await status(page, 'check', 'message');
    await tap(page, 'message');
    await status(page, 'check', 'message');
    expect((await server.ledger()).gifts).toHaveLength(1);
    expect(await server.sent()).toHaveLength(1);
  });
});
