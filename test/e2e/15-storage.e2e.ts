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

  test('the file of a large row is lost: it is shown, the others go on, and giving it up frees its slot', async ({
    shop,
    killable,
  }) => {
    await shop.arm('hang', { ms: 0 });
    const first = await killable.launch();
    const before = await new Checkout(await first.context.newPage()).open(shop.url);
    await before.click();
    await shop.arrived(1);
    const [row] = (await rows(before.page)).filter(({ key }) => key[0] === 'open');
    if (!row) throw new Error('There is no open record.');
    const large = [...row.key.slice(0, 4), 'large'];
    // Nothing that a disk could make small again: from 64 kB (Chromium) or 1 MB (Firefox) on it is a file of its own.
    const input = Array.from({ length: 200_000 }, () => Math.random().toString(36)).join();
    await writeRow(before.page, large, { ...(row.value as object), subject: 'large', input });
    await first.kill();
    expect(await killable.loseLargeValues()).toBeGreaterThan(0);

    const { context } = await killable.launch();
    const checkout = new Checkout(await context.newPage());
    await checkout.page.goto(shop.url);
    // At the receipt, or at the checkout where the books of the shop said first that it is paid.
    await checkout.expectDone();
    await shop.expectOneCharge();
    const list = checkout.page.locator('.unfinished');
    await expect(list).toContainText('This page cannot read something that was started here before.');
    await list.getByRole('checkbox').check();
    await list.getByRole('button', { name: 'Give up' }).click();
    await expect(list.getByRole('listitem')).toHaveCount(0);
    expect((await rows(checkout.page)).filter(({ key }) => key[0] === 'open')).toEqual([]);
  });

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
