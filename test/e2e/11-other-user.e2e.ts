import { ActionPage, become, Checkout, expect, fillSignUp, path, test } from './shop.ts';
import { records, rows } from './storage.ts';

test.describe('11. Another user signs in on the same browser', () => {
  test('while a payment is open: nothing of it is shown or sent; back again it is there', async ({
    shop,
    page,
  }) => {
    const checkout = await new Checkout(page).open();
    await become(page, 'user-1');
    await checkout.ready();
    await shop.arm('drop-before', { times: 4 });
    await checkout.click();
    await checkout.expectStatus('check');
    const [id] = await shop.ids();

    await become(page, 'user-2');
    await checkout.ready();
    for (let visits = 0; visits < 2; visits++) {
      await expect(checkout.button).toHaveText('Pay €20.00');
      await expect(checkout.words).toHaveCount(0);
      await expect(page.locator('main').getByText(String(id))).toHaveCount(0);
      await expect(page.getByLabel('Not finished yet')).toBeHidden();
      await page.reload();
      await checkout.ready();
    }
    expect(await shop.sent()).toHaveLength(4);
    await checkout.click();
    await checkout.expectReceipt();
    const [, second] = await shop.ids();
    expect((await shop.ledger()).charges.map(({ requestId }) => requestId)).toEqual([second]);

    // The record of the first user is where it was, byte for byte under its own scope.
    const [left] = await records(page, 'open');
    expect(left).toMatchObject({ requestId: id, scope: 'user:user-1', status: 'check' });

    await page.goto('/');
    await become(page, 'user-1');
    await checkout.expectReceipt();
    expect((await shop.ledger()).charges.map(({ requestId }) => requestId)).toEqual([second, id]);
  });

  test('while it is in flight: its round ends there, and goes on after a tap of its own user', async ({
    shop,
    page,
  }) => {
    const checkout = await new Checkout(page).open();
    await become(page, 'user-1');
    await checkout.ready();
    await shop.arm('hang-before');
    await checkout.click();
    await shop.arrived(1);
    await become(page, 'user-2');
    await checkout.ready();
    // The attempt's time runs out, and none follows it under the second user's name.
    await expect
      .poll(async () => (await records(page, 'open')).map(({ status }) => status))
      .toEqual(['check']);
    await expect(page.getByLabel('Not finished yet')).toBeHidden();

    await become(page, 'user-1');
    await checkout.expectStatus('check', 'unanswered');
    expect(await shop.sent()).toHaveLength(1);
    await checkout.click();
    await checkout.expectReceipt();
    await shop.expectOneCharge();
    expect(await shop.sent()).toHaveLength(2);
  });

  test('in another tab: what the first one still sends is not sent as the second user', async ({
    shop,
    context,
  }) => {
    const one = await new Checkout(await context.newPage()).open();
    await become(one.page, 'user-1');
    await one.ready();
    const two = await new Checkout(await context.newPage()).open();
    // Long enough for the other one to come, also on a busy machine.
    await shop.arm('503-retry-after', { ms: 20_000, times: 100 });
    await one.click();
    await one.expectStatus('wait', 'backoff');
    await become(two.page, 'user-2');
    await one.expectStatus('check');
    const sent = await shop.sent();
    expect(sent).toHaveLength(1);
    await shop.disarm();
    await two.ready();
    await two.click();
    await two.expectReceipt();
    const [first, second] = await shop.ids();
    expect((await shop.ledger()).charges.map(({ requestId }) => requestId)).toEqual([second]);
    expect(await shop.sent()).toHaveLength(sent.length + 1);
    expect(sent.map(({ requestId }) => requestId)).toEqual(sent.map(() => first));
  });

  test("a guest who signs up keeps the sign-up's own record, whose answer was lost", async ({
    shop,
    page,
  }) => {
    await shop.arm('drop-after');
    await new ActionPage(page, path.signUp).open();
    await fillSignUp(page, 'ada@example.com', 'correct horse');
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect(page.getByText('Signed in as ada@example.com.')).toBeVisible();
    const [id, ...others] = await shop.ids('/api/accounts');
    expect(others).toEqual([]);
    const { accounts } = await shop.ledger();
    expect(accounts.map(({ requestId, text }) => [requestId, text])).toEqual([[id, 'user-3']]);
    await expect
      .poll(async () =>
        (await records(page, 'settled')).map(({ scope, status, requestId }) => [scope, status, requestId]),
      )
      .toEqual([['user:user-3', 'done', id]]);
    expect((await rows(page)).filter(({ key }) => key[2] === 'guest')).toEqual([]);
  });

  test('a guest with an open payment who signs up takes it along, and it waits for a tap', async ({
    shop,
    page,
  }) => {
    await shop.arm('drop-before', { endpoint: 'pay', times: 4 });
    const checkout = await new Checkout(page).open();
    await checkout.click();
    await checkout.expectStatus('check');
    await page.getByRole('link', { name: 'Sign up' }).click();
    await fillSignUp(page, 'ada@example.com', 'correct horse');
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect(page.getByText('Signed in as ada@example.com.')).toBeVisible();
    await page.getByRole('link', { name: 'Checkout' }).click();
    await checkout.expectStatus('check');
    expect(await shop.sent()).toHaveLength(4);
    await checkout.click();
    await checkout.expectReceipt();
    const [id] = await shop.ids();
    expect(await shop.ids()).toHaveLength(1);
    expect((await shop.ledger()).charges.map(({ requestId }) => requestId)).toEqual([id]);
  });
});
