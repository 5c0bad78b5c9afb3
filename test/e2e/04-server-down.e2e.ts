import { ActionPage, Checkout, expect, path, test } from './shop.ts';

/** The first try and the policy's three retries. */
const ATTEMPTS = 4;

const uncertain = 'We got no answer yet. You will not be charged twice. Check the status.';

test.describe('4. The server is down for good', () => {
  test('requests are lost: four attempts, then it stops; the next step sends the same ID', async ({
    shop,
    page,
  }) => {
    await shop.arm('drop-before', { times: 100 });
    const checkout = await new Checkout(page).open();
    await checkout.click();
    await checkout.expectStatus('check', 'unanswered');
    await expect(checkout.words).toHaveText(uncertain);
    await expect(checkout.button).toHaveText('Check status');
    expect(await shop.sent()).toHaveLength(ATTEMPTS);
    await shop.expectNoCharge();

    await shop.disarm();
    await checkout.click();
    await checkout.expectReceipt();
    await shop.expectOneCharge();
    // Nothing had been sent in between.
    expect(await shop.sent()).toHaveLength(ATTEMPTS + 1);
  });

  test('the process is gone, and comes back', async ({ shop, page }) => {
    const checkout = await new Checkout(page).open();
    const sent: Promise<string | null>[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/api/pay'))
        sent.push(request.headerValue('Idempotency-Key'));
    });
    await shop.stop();
    await checkout.click();
    await checkout.expectStatus('check', 'unanswered');
    await expect(checkout.words).toHaveText(uncertain);
    expect(sent).toHaveLength(ATTEMPTS);

    await shop.start();
    await checkout.click();
    await checkout.expectReceipt();
    const id = await shop.expectOneCharge();
    expect(await Promise.all(sent)).toEqual(Array(ATTEMPTS + 1).fill(id));
  });

  test('where one cannot ask, the next step is to send the same again', async ({ shop, page }) => {
    await shop.arm('drop-before', { times: ATTEMPTS });
    const profile = await new ActionPage(page, path.profile).open();
    await page.getByLabel('Name on parcels').fill('Ada');
    await profile.click();
    await profile.expectStatus('check', 'unanswered');
    await expect(profile.words).toHaveText(
      'We got no answer yet. It will not be saved twice. Finish it now.',
    );
    expect(await shop.sent('/api/profile')).toHaveLength(ATTEMPTS);

    await profile.click();
    await profile.expectStatus('done');
    expect(await shop.sent('/api/profile')).toHaveLength(ATTEMPTS + 1);
    expect(await shop.ids('/api/profile')).toHaveLength(1);
    expect((await shop.ledger()).saves).toHaveLength(1);
  });

  test('a receipt that cannot be loaded is not said to be missing: it is there as soon as the server is', async ({
    shop,
    page,
  }) => {
    const checkout = await new Checkout(page).open();
    await page.route('**/api/receipts/*', (route) => route.abort());
    await checkout.click();
    await expect(checkout.words).toHaveText('The receipt cannot be loaded now. It is asked for again.');
    await expect(page).toHaveURL(/\/receipt\//);
    await page.unroute('**/api/receipts/*');
    await checkout.expectReceipt();
    await shop.expectOneCharge();
  });
});
