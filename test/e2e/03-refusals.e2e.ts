import { ActionPage, Checkout, expect, path, test } from './shop.ts';

/** Longer than a tap can belong to the one before it, ms. */
const NEXT_INTENT = 500;

test.describe('3. A server that struggles is asked again; one that refuses is not', () => {
  test('500 once: sent again under the same ID', async ({ shop, page }) => {
    await shop.arm('500-once');
    const checkout = await new Checkout(page).open();
    await checkout.click();
    await checkout.expectReceipt();
    const id = await shop.expectOneCharge();
    expect((await shop.sent()).map(({ status, requestId }) => [status, requestId])).toEqual([
      [500, id],
      [200, id],
    ]);
  });

  for (const fault of ['503-retry-after', '429'] as const) {
    test(`${fault}: not sent again before the second that the server asked for`, async ({ shop, page }) => {
      await shop.arm(fault);
      const checkout = await new Checkout(page).open();
      await checkout.click();
      await checkout.expectReceipt();
      await shop.expectOneCharge();
      const [first, second, ...more] = await shop.sent();
      expect(Number(second?.at) - Number(first?.at)).toBeGreaterThanOrEqual(1000);
      expect(more).toEqual([]);
    });
  }

  test('a declined card: one attempt; another card is a new action with a new ID', async ({ shop, page }) => {
    const checkout = await new Checkout(page).open();
    await page.getByLabel('Card that is declined').check();
    await checkout.click();
    await checkout.expectStatus('declined');
    await expect(checkout.words).toHaveText(
      'Your card was declined. Please use another card. Nothing was charged. Use another way to pay.',
    );
    const [declined, ...more] = await shop.arrived(1);
    expect(declined?.status).toBe(402);
    expect(more).toEqual([]);
    await shop.expectNoCharge();

    await page.getByLabel('Card ending 4242').check();
    await expect.poll(() => Date.now() - Number(declined?.at)).toBeGreaterThan(NEXT_INTENT);
    await checkout.click();
    await checkout.expectReceipt();
    const [, paid, ...later] = await shop.sent();
    expect(paid?.requestId).not.toBe(declined?.requestId);
    expect(later).toEqual([]);
    expect((await shop.ledger()).charges.map(({ requestId }) => requestId)).toEqual([paid?.requestId]);
  });

  for (const refusal of ['401', '403', '422'] as const) {
    test(`a lost answer, then ${refusal}: "check", never a new ID`, async ({ shop, page }) => {
      await shop.arm('drop-after');
      await shop.arm(refusal);
      const checkout = await new Checkout(page).open();
      await checkout.click();
      await checkout.expectStatus('check', 'refused');
      await expect(checkout.words).toHaveText(
        'The server refused this, but it may have worked before. You will not be charged twice. Check the status.',
      );
      expect(await shop.sent()).toHaveLength(2);

      // A question that is not answered leaves it where it was, however often it is asked.
      await shop.arm('drop-before', { endpoint: 'pay-status', times: 100 });
      await checkout.click();
      await checkout.expectStatus('check');
      expect(await shop.sent()).toHaveLength(2);
      await shop.disarm();
      await checkout.click();
      await checkout.expectReceipt();
      await shop.expectOneCharge();
    });

    test(`a lost answer, then ${refusal}, where one cannot ask: the next step is the same ID`, async ({
      shop,
      page,
    }) => {
      await shop.arm('drop-after');
      await shop.arm(refusal);
      const profile = await new ActionPage(page, path.profile).open();
      await page.getByLabel('Name on parcels').fill('Ada');
      await profile.click();
      await profile.expectStatus('check', 'refused');
      await expect(profile.button).toHaveText('Finish saving');

      await expect.poll(async () => (await shop.sent('/api/profile')).length).toBe(2);
      await profile.click();
      await profile.expectStatus('done');
      expect(await shop.sent('/api/profile')).toHaveLength(3);
      expect(await shop.ids('/api/profile')).toHaveLength(1);
      expect((await shop.ledger()).saves).toHaveLength(1);
    });
  }
});
