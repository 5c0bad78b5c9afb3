import type { Page } from '@playwright/test';
import { ActionPage, expect, fillSignUp, path, type Shop, test } from './shop.ts';
import { everything, records } from './storage.ts';

const email = 'ada.lovelace@example.com';
const password = 'correct horse battery staple';

/** Neither the password nor the answer (whose label is the address) is anywhere; the action itself is. */
async function expectNoSecret(page: Page, { mirrored }: { mirrored: number }): Promise<void> {
  const places = await everything(page);
  for (const secret of [password, email]) {
    expect(places.stored).not.toContain(secret);
    expect(places.mutations).not.toContain(secret);
  }
  expect(places.queries).not.toContain(password);
  expect(places.stored).toContain('account.create');
  expect(places.mirrored).toBe(mirrored);
}

async function expectOneAccount(shop: Shop): Promise<void> {
  const [id, ...others] = await shop.ids('/api/accounts');
  expect(others).toEqual([]);
  const { accounts, emails } = await shop.ledger();
  expect(accounts.map(({ requestId }) => requestId)).toEqual([id]);
  expect(emails.map(({ requestId }) => requestId)).toEqual([id]);
}

const signedIn = (page: Page) => page.getByText(`Signed in as ${email}.`);

test.describe('12. The password of a sign-up and its answer are kept nowhere', () => {
  test('while it is in flight, while it waits, and when it is done', async ({ shop, page }) => {
    await shop.arm('hang', { ms: 0 });
    await shop.arm('503-retry-after', { ms: 3000 });
    const signUp = await new ActionPage(page, path.signUp).open();
    await fillSignUp(page, email, password);
    await signUp.click();
    await signUp.expectStatus('pending');
    await shop.arrived(1, '/api/accounts');
    await expectNoSecret(page, { mirrored: 1 });
    await signUp.expectStatus('wait', 'backoff');
    await expectNoSecret(page, { mirrored: 1 });
    await expect(signedIn(page)).toBeVisible();
    await expectNoSecret(page, { mirrored: 1 });
    await expectOneAccount(shop);
    await page.reload();
    await expect(signedIn(page)).toBeVisible();
    await expectNoSecret(page, { mirrored: 0 });
  });

  test('when the server refuses it, the words and fields of its refusal too', async ({ shop, page }) => {
    const signUp = await new ActionPage(page, path.signUp).open();
    await fillSignUp(page, email, password);
    await shop.arm('decline');
    await signUp.click();
    await signUp.expectStatus('declined');
    await expect(signUp.words).toContainText('This was refused.');
    await expectNoSecret(page, { mirrored: 1 });
    const { stored, mutations } = await everything(page);
    expect(stored).not.toContain('This was refused');
    expect(mutations).not.toContain('This was refused');
    expect((await shop.ledger()).accounts).toEqual([]);
  });

  test('reloaded in flight, after the effect: one account, under the same ID, nothing typed again', async ({
    shop,
    page,
  }) => {
    await shop.arm('hang', { ms: 0 });
    const signUp = await new ActionPage(page, path.signUp).open();
    await fillSignUp(page, email, password);
    await signUp.click();
    await expect.poll(async () => (await shop.ledger()).accounts.length).toBe(1);
    await shop.arm('slow', { endpoint: 'accounts-status', ms: 1500 });
    await page.reload();
    await signUp.expectStatus('wait', 'checking');
    await expectNoSecret(page, { mirrored: 1 });
    await expect(signedIn(page)).toBeVisible();
    await expectNoSecret(page, { mirrored: 1 });
    await expectOneAccount(shop);
    expect(await shop.sent('/api/accounts')).toHaveLength(1);
  });

  test('reloaded in flight, before the effect: it asks for the same again, and sends it under the same ID', async ({
    shop,
    page,
  }) => {
    await shop.arm('hang-before');
    const signUp = await new ActionPage(page, path.signUp).open();
    await fillSignUp(page, email, password);
    await signUp.click();
    await shop.arrived(1, '/api/accounts');
    await page.reload();
    await signUp.expectStatus('check', 'unanswered');
    await expect(signUp.words).toHaveText(
      'We got no answer yet. No second account will be created. Fill in the same again.',
    );
    await expectNoSecret(page, { mirrored: 1 });
    const [open] = await records(page, 'open');
    expect(open).not.toHaveProperty('input');

    await fillSignUp(page, email, password);
    await signUp.click();
    await expect(signedIn(page)).toBeVisible();
    await expectNoSecret(page, { mirrored: 2 });
    await expectOneAccount(shop);
    expect(await shop.sent('/api/accounts')).toHaveLength(2);
  });
});
