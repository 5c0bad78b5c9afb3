import { ActionPage, elsewhere, expect, path, type Shop, test } from './shop.ts';

const words = 'We got no answer. It may have been sent. Ask us before you do it again.';

async function expectOneCall(shop: Shop, gifts: number): Promise<void> {
  expect(await shop.sent('/api/gift')).toHaveLength(1);
  expect((await shop.ledger()).gifts).toHaveLength(gifts);
}

test.describe('14. An endpoint that does not honour the ID is never called twice', () => {
  for (const [fault, gifts] of [
    ['drop-after', 1],
    ['drop-before', 0],
    ['500-after', 1],
    ['hang', 1],
  ] as const) {
    test(`${fault}: one call ever, whatever is tapped and reloaded`, async ({ shop, page }) => {
      await shop.arm(fault, { ms: 0 });
      const gift = await new ActionPage(page, path.gift).open();
      const address = page.getByLabel('Their e-mail address');
      await address.fill('bob@example.com');
      await gift.click();
      for (let loads = 0; loads < 2; loads++) {
        await gift.expectStatus('check', 'unprotected');
        await expect(gift.words).toHaveText(words);
        await expect(gift.button).toHaveText('Send gift card');
        await gift.tap();
        await address.fill('bob@example.com');
        await gift.tap();
        await address.press('Enter');
        await gift.expectStatus('check', 'unprotected');
        await page.reload();
      }
      await gift.expectStatus('check', 'unprotected');
      await expectOneCall(shop, gifts);
    });
  }

  test('reloaded in flight: one call, and the same doubt', async ({ shop, page }) => {
    await shop.arm('hang', { ms: 0 });
    const gift = await new ActionPage(page, path.gift).open();
    await page.getByLabel('Their e-mail address').fill('bob@example.com');
    await gift.click();
    await shop.arrived(1, '/api/gift');
    await page.reload();
    await gift.expectStatus('check', 'unprotected');
    await expect(gift.words).toHaveText(words);
    await expectOneCall(shop, 1);
  });

  test('the sending tab closed in flight: the other one does not take over', async ({ shop, context }) => {
    await shop.arm('hang', { ms: 0 });
    const sender = await new ActionPage(await context.newPage(), path.gift).open();
    const other = await new ActionPage(await context.newPage(), path.gift).open();
    await sender.page.getByLabel('Their e-mail address').fill('bob@example.com');
    const followed = await other.watch(elsewhere);
    await sender.click();
    await shop.arrived(1, '/api/gift');
    await followed.seen();
    await sender.page.close();
    await other.expectStatus('check', 'unprotected');
    await expectOneCall(shop, 1);
  });

  test('given up, knowing what that means, the next tap is another gift card', async ({ shop, page }) => {
    await shop.arm('drop-after');
    const gift = await new ActionPage(page, path.gift).open();
    await page.getByLabel('Their e-mail address').fill('bob@example.com');
    await gift.click();
    await gift.expectStatus('check', 'unprotected');
    const giveUp = page.getByRole('button', { name: 'Give up' });
    await giveUp.evaluate((button: HTMLElement) => button.click());
    await gift.expectStatus('check', 'unprotected');
    await page.getByLabel('I understand that it may have happened.').check();
    await giveUp.click();
    await gift.ready();
    await expect(gift.words).toHaveText('You gave it up, and nothing more will be sent.');
    await expectOneCall(shop, 1);

    await gift.click();
    await gift.expectStatus('done');
    expect(await shop.ids('/api/gift')).toHaveLength(2);
    expect((await shop.ledger()).gifts).toHaveLength(2);
  });
});
