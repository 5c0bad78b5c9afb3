import type { Fault } from '../../demo/faults.ts';
import { Checkout, expect, journey, test } from './shop.ts';

test.describe('2. The answer is lost after the charge', () => {
  for (const fault of ['drop-after', '500-after'] as const) {
    test(`${fault}: the same ID again, one charge, the receipt`, async ({ shop, page }) => {
      await shop.arm(fault);
      const checkout = await new Checkout(page).open();
      await checkout.click();
      await checkout.expectReceipt();
      const id = await shop.expectOneCharge();
      const [first, second, ...more] = await shop.sent();
      expect(first).toMatchObject({ requestId: id, effect: true, fault });
      expect(second).toMatchObject({ requestId: id, effect: false, replayed: true, status: 200 });
      expect(more).toEqual([]);
    });
  }

  test('three times in a row: four calls, one charge', async ({ shop, page }) => {
    await shop.arm('drop-after', { times: 3 });
    const checkout = await new Checkout(page).open();
    await checkout.click();
    await checkout.expectReceipt();
    await shop.expectOneCharge();
    expect(await shop.sent()).toHaveLength(4);
  });
});

test.describe('13. An answer that is not an answer is not "Done"', () => {
  for (const fault of ['redirect-login', 'html-200'] as const satisfies Fault[]) {
    test(`${fault}: not sent again, "check" until the truth is known`, async ({ shop, page }) => {
      await shop.arm(fault);
      const checkout = await new Checkout(page).open();
      const places = journey(page);
      await checkout.click();
      await checkout.expectStatus('check', 'unreadable');
      await expect(checkout.words).toHaveText(
        'We got an answer that we could not read. You will not be charged twice. Check the status.',
      );
      expect(await shop.sent()).toHaveLength(1);
      await shop.expectNoCharge();
      expect(places).toEqual([]);

      await checkout.click();
      await checkout.expectReceipt();
      await shop.expectOneCharge();
    });
  }

  test('after a charge whose answer was lost: the receipt is found, not paid for again', async ({
    shop,
    page,
  }) => {
    await shop.arm('drop-after');
    await shop.arm('redirect-login');
    const checkout = await new Checkout(page).open();
    await checkout.click();
    await checkout.expectStatus('check', 'unreadable');
    await checkout.click();
    await checkout.expectReceipt();
    await shop.expectOneCharge();
    expect(await shop.sent()).toHaveLength(2);
  });
});
