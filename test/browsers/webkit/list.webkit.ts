import { expect, path } from '../../e2e/shop.ts';
import { test } from './test.ts';
import type { WebKitTab } from './webKitTab.ts';

/** The first try and the policy's three retries. */
const ATTEMPTS = 4;

test.describe('1. However often one taps, it happens once', () => {
  for (const [name, tap] of [
    ['two clicks in one task', (tab) => tab.tap(2)],
    ['a real double click', (tab) => tab.doubleClick()],
    ['three Enters on the button', (tab) => tab.enter(3)],
    [
      'a click, then Enter',
      async (tab) => {
        await tab.tap();
        await tab.enter(1);
      },
    ],
  ] as [string, (tab: WebKitTab) => Promise<void>][]) {
    test(name, async ({ shop, webkit }) => {
      await shop.arm('slow', { ms: 1500 });
      const tab = await (await webkit.firstTab()).open(shop.url);
      await tap(tab);
      await tab.seesReceipt();
      await shop.expectOneCharge();
      expect(await shop.sent()).toHaveLength(1);
    });
  }
});

test('2. The answer is lost after the charge: the same ID again, one charge, the receipt', async ({
  shop,
  webkit,
}) => {
  await shop.arm('drop-after');
  const tab = await (await webkit.firstTab()).open(shop.url);
  await tab.tap();
  await tab.seesReceipt();
  await shop.expectOneCharge();
  expect(await shop.sent()).toHaveLength(2);
});

test.describe('3. A server that struggles is asked again; one that refuses is not', () => {
  test('500 once, then 503 with "Retry-After: 1": the same ID, and not before that second', async ({
    shop,
    webkit,
  }) => {
    await shop.arm('500-once');
    await shop.arm('503-retry-after');
    const tab = await (await webkit.firstTab()).open(shop.url);
    await tab.tap();
    await tab.seesReceipt();
    await shop.expectOneCharge();
    const [, second, third] = await shop.sent();
    expect(Number(third?.at) - Number(second?.at)).toBeGreaterThanOrEqual(1000);
  });

  test('a declined card: one attempt; the next tap has a new ID', async ({ shop, webkit }) => {
    await shop.arm('decline');
    const tab = await (await webkit.firstTab()).open(shop.url);
    await tab.tap();
    await tab.sees({ status: 'declined', locked: false });
    expect(await shop.sent()).toHaveLength(1);
    await shop.expectNoCharge();
    await tab.tapAgain();
    await tab.seesReceipt();
    expect(await shop.ids()).toHaveLength(2);
    expect((await shop.ledger()).charges).toHaveLength(1);
  });

  for (const refusal of ['401', '403', '422'] as const) {
    test(`a lost answer, then ${refusal}: "check", never a new ID`, async ({ shop, webkit }) => {
      await shop.arm('drop-after');
      await shop.arm(refusal);
      const tab = await (await webkit.firstTab()).open(shop.url);
      await tab.tap();
      await tab.sees({ status: 'check', reason: 'refused' });
      await tab.tapAgain();
      await tab.seesReceipt();
      await shop.expectOneCharge();
    });
  }
});

test('4. The server is down for good: four attempts, then it stops; the next step is the same ID', async ({
  shop,
  webkit,
}) => {
  await shop.arm('drop-before', { times: 100 });
  const tab = await (await webkit.firstTab()).open(shop.url);
  await tab.tap();
  await tab.sees({
    status: 'check',
    reason: 'unanswered',
    words: 'We got no answer yet. You will not be charged twice. Check the status.',
  });
  expect(await shop.sent()).toHaveLength(ATTEMPTS);
  await shop.expectNoCharge();
  await shop.disarm();
  await tab.tapAgain();
  await tab.seesReceipt();
  await shop.expectOneCharge();
});

test.describe('5. A reload, at every moment', () => {
  for (const [moment, fault, ms] of [
    ['before the answer', 'hang-before', 0],
    ['after the effect', 'hang', 0],
    ['while it waits to try again', '503-retry-after', 0],
    ['while the server is still working on it', '202-then-done', 4000],
  ] as const) {
    test(`${moment}: the same ID, one charge, the receipt once`, async ({ shop, webkit }) => {
      await shop.arm(fault, { ms });
      const tab = await (await webkit.firstTab()).open(shop.url);
      await tab.tap();
      await shop.arrived(1);
      await tab.reload();
      await tab.seesReceipt();
      await shop.expectOneCharge();
      await tab.goto(shop.url);
      await tab.seesText('This cart is paid.');
      await tab.reload();
      await tab.seesText('This cart is paid.');
      await shop.expectOneCharge();
    });
  }
});

test.describe('7. Two tabs on one cart', () => {
  test('tapped in the same moment: one ID, one sender, both say it is done', async ({ shop, webkit }) => {
    await shop.arm('slow', { ms: 3000 });
    const one = await (await webkit.firstTab()).open(shop.url);
    const two = await (await webkit.newTab()).open(shop.url);
    const moment = Date.now() + 1500;
    await one.tapAt(moment);
    await two.tapAt(moment);
    await one.seesPaid();
    await two.seesPaid();
    await shop.expectOneCharge();
    expect(await shop.sent()).toHaveLength(1);
  });

  for (const fault of ['hang-before', 'hang'] as const) {
    test(`the sending one is closed in flight (${fault}): the other goes on`, async ({ shop, webkit }) => {
      await shop.arm(fault, { ms: 0 });
      const sender = await (await webkit.firstTab()).open(shop.url);
      const other = await (await webkit.newTab()).open(shop.url);
      await sender.tap();
      await shop.arrived(1);
      await other.sees({ status: 'wait', reason: 'elsewhere' });
      await sender.close();
      await other.seesReceipt();
      await shop.expectOneCharge();
      expect(await shop.sent()).toHaveLength(2);
    });
  }
});

test("8. Offline at the tap, as TanStack's onlineManager says it; online again: one charge", async ({
  shop,
  webkit,
}) => {
  const tab = await (await webkit.firstTab()).open(shop.url);
  await tab.press('Offline');
  await tab.tap();
  await tab.sees({ status: 'wait', reason: 'offline' });
  expect(await shop.sent()).toEqual([]);
  await tab.press('Offline');
  await tab.seesReceipt();
  await shop.expectOneCharge();
});

test.describe('9. The first attempt hangs', () => {
  for (const hidden of [false, true]) {
    test(`timed out, the same ID, "still working on it", then done${hidden ? '; in a tab behind another' : ''}`, async ({
      shop,
      webkit,
    }) => {
      await shop.arm('hang-before');
      await shop.arm('processing-then-done', { ms: 4000 });
      const tab = await (await webkit.firstTab()).open(shop.url);
      await tab.tap();
      if (hidden) {
        const front = await webkit.newTab();
        await front.goto(`${shop.url}/favicon.svg`);
        await expect.poll(async () => (await shop.ledger()).charges.length, { timeout: 40_000 }).toBe(1);
      }
      await tab.seesReceipt();
      await shop.expectOneCharge();
      expect((await shop.sent()).map(({ status }) => status)).toContain(409);
    });
  }
});

test('10. The cart changes while the first payment is unknown: the frozen request is sent', async ({
  shop,
  webkit,
}) => {
  await shop.arm('drop-before', { times: 4 });
  const tab = await (await webkit.firstTab()).open(shop.url);
  await tab.tap();
  await tab.sees({ status: 'check' });
  await tab.press('More Oat biscuits');
  await tab.seesText('€24.00');
  await shop.arm('slow', { ms: 3000 });
  await tab.tapAgain();
  await expect
    .poll(async () => (await tab.look()).words)
    .toContain('What you have changed since then was not sent.');
  await tab.seesReceipt();
  await shop.expectOneCharge('20.00 EUR');
});

test('11. Another user signs in: nothing of the first is shown or sent; back again it is there', async ({
  shop,
  webkit,
}) => {
  const account = '.account select';
  const tab = await (await webkit.firstTab()).open(shop.url);
  await tab.choose(account, 'user-1');
  await tab.seesText('Pay €20.00');
  await tab.ready();
  await shop.arm('drop-before', { times: 4 });
  await tab.tap();
  await tab.sees({ status: 'check' });
  const [id] = await shop.ids();

  await tab.choose(account, 'user-2');
  await tab.ready();
  await tab.reload();
  await tab.sees({ status: 'idle', locked: false, words: '' });
  expect(await shop.sent()).toHaveLength(ATTEMPTS);

  // The page was loaded anew since: it goes on by itself, under the ID of then.
  await tab.choose(account, 'user-1');
  await tab.seesReceipt();
  expect((await shop.ledger()).charges.map(({ requestId }) => requestId)).toEqual([id]);
});

test('12. Sign-up, reloaded in flight: one account under the same ID, and no password anywhere', async ({
  shop,
  webkit,
}) => {
  const [email, password] = ['ada.lovelace@example.com', 'correct horse battery staple'];
  await shop.arm('hang', { ms: 0 });
  const tab = await (await webkit.firstTab()).open(shop.url + path.signUp);
  await tab.fill('E-mail address', email);
  await tab.fill('Password', password);
  await tab.tap();
  await expect.poll(async () => (await shop.ledger()).accounts.length).toBe(1);
  const secretless = async () => {
    const stored =
      JSON.stringify(await tab.rows()) +
      (await tab.run<string>('return JSON.stringify([{ ...localStorage }, { ...sessionStorage }])'));
    expect(stored).toContain('account.create');
    expect(stored).not.toContain(password);
    expect(stored).not.toContain(email);
  };
  await secretless();
  await tab.reload();
  await tab.seesText(`Signed in as ${email}.`);
  await secretless();
  expect(await shop.ids('/api/accounts')).toHaveLength(1);
  expect((await shop.ledger()).accounts).toHaveLength(1);
});

test('13. An answer that redirects to a login page is not "Done"', async ({ shop, webkit }) => {
  await shop.arm('redirect-login');
  const tab = await (await webkit.firstTab()).open(shop.url);
  await tab.tap();
  await tab.sees({ status: 'check', reason: 'unreadable' });
  expect(await shop.sent()).toHaveLength(1);
});

for (const fault of ['drop-after', 'hang'] as const) {
  test(`14. An unprotected endpoint whose answer is lost (${fault}): one call, ever; "check"`, async ({
    shop,
    webkit,
  }) => {
    await shop.arm(fault, { ms: 0 });
    const tab = await (await webkit.firstTab()).open(shop.url + path.gift);
    await tab.fill('Their e-mail address', 'bob@example.com');
    await tab.tap();
    await tab.sees({ status: 'check', reason: 'unprotected' });
    await tab.tapAgain();
    await tab.reload();
    await tab.sees({ status: 'check', reason: 'unprotected' });
    await tab.tapAgain();
    expect(await shop.sent('/api/gift')).toHaveLength(1);
    expect((await shop.ledger()).gifts).toHaveLength(1);
  });
}
