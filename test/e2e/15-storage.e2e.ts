import { Checkout, expect, test } from './shop.ts';
import { deleteDatabase, records, rows, writeRow } from './storage.ts';

test.describe('Bad rows and lost databases', () => {
  for (const [name, spoil] of [
    ['a corrupted row', () => 'not a record'],
    ['the row of a newer version', (row: object) => ({ ...row, v: 2 })],
  ] as const) {
    test(`${name} keeps its slot: shown, neither sent nor written over`, async ({ shop, page }) => {
      await shop.arm('drop-before', { times: 4 });
      const checkout = await new Checkout(page).open();
      await checkout.click();
      await checkout.expectStatus('check');
      const [row] = (await rows(page)).filter(({ key }) => key[0] === 'open');
      if (!row) throw new Error('There is no open record.');
      await writeRow(page, row.key, spoil(row.value as object));
      await page.reload();
      await checkout.expectStatus('check', 'quarantined');
      await expect(checkout.words).toContainText(
        'This page cannot read something that was started here before.',
      );
      await checkout.tap();
      await checkout.tap();
      expect(await shop.sent()).toHaveLength(4);
      expect((await rows(page)).filter(({ key }) => key[0] === 'open')).toEqual([
        { key: row.key, value: spoil(row.value as object) },
      ]);

      // What can read it again goes on with it.
      await writeRow(page, row.key, row.value);
      await page.reload();
      await checkout.expectReceipt();
      await shop.expectOneCharge();
    });
  }

  test('the database is deleted by another tab before the tap: one charge', async ({ shop, context }) => {
    const checkout = await new Checkout(await context.newPage()).open();
    const other = await context.newPage();
    await other.goto(`${shop.url}/favicon.svg`);
    await deleteDatabase(other);
    await checkout.click();
    await checkout.expectReceipt();
    const id = await shop.expectOneCharge();
    expect((await records(other, 'settled')).map(({ requestId }) => requestId)).toEqual([id]);
  });

  test('the database is deleted by another tab in flight: the ID is not forgotten, one charge', async ({
    shop,
    context,
  }) => {
    await shop.arm('hang', { ms: 0 });
    const checkout = await new Checkout(await context.newPage()).open();
    const other = await context.newPage();
    await other.goto(`${shop.url}/favicon.svg`);
    await checkout.click();
    await shop.arrived(1);
    await deleteDatabase(other);
    await checkout.tap();
    await checkout.expectReceipt();
    await shop.expectOneCharge();
    expect(await shop.sent()).toHaveLength(2);
  });

  test('what is no valid input has no ID, is not stored and not sent', async ({ shop, page }) => {
    const checkout = await new Checkout(page).open();
    await page.getByRole('button', { name: 'Less Coffee beans' }).click();
    for (const left of ['€4.00', '€0.00']) {
      await page.getByRole('button', { name: 'Less Oat biscuits' }).click();
      await expect(page.getByTestId('cart-total')).toHaveText(left);
    }
    await checkout.click();
    await expect(checkout.words).toHaveText('Nothing was sent. Correct this first: Your cart is empty.');
    await checkout.ready();
    expect(await rows(page)).toEqual([]);
    expect(await shop.log()).toEqual([]);
  });
});
