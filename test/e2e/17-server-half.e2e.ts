import { type APIRequestContext, request } from '@playwright/test';
import { requestId } from '../../src/core/requestId.ts';
import { Checkout, expect, Shop, test } from './shop.ts';

const newId = (): string =>
  requestId('payment', Date.now(), crypto.randomUUID().replaceAll('-', '').slice(0, 20));

/** A browser without a screen, which sends what it is told to. */
async function visit(shop: Shop): Promise<APIRequestContext> {
  const visitor = await request.newContext({ baseURL: shop.url });
  await visitor.get('/');
  return visitor;
}

const cart = { cartId: 'cart-1', amount: 2000, card: 'tok_visa' };

const pay = (visitor: APIRequestContext, id: string, data: object = cart) =>
  visitor.post('/api/pay', { headers: { 'Idempotency-Key': id }, data });

const become = (visitor: APIRequestContext, account: string) =>
  visitor.post('/api/session', { data: { account } });

const kinds = async (shop: Shop, id: string) => (await shop.trace(id)).map(({ kind }) => kind);

/** Without what the bank says of it later, at a time of its own. */
const attempts = async (shop: Shop, id: string) =>
  (await shop.trace(id)).filter(({ kind }) => kind !== 'webhook');

test.describe('17. One request ID, one effect, one stored answer', () => {
  test('the same ID twice: the same bytes, and one charge', async ({ shop }) => {
    const visitor = await visit(shop);
    const id = newId();
    const first = await pay(visitor, id);
    const repeat = await pay(visitor, id);
    expect([first.status(), repeat.status()]).toEqual([200, 200]);
    expect(await repeat.text()).toBe(await first.text());
    expect(repeat.headers()).toMatchObject({ 'idempotent-replayed': 'true' });
    await shop.expectOneCharge();
    expect((await attempts(shop, id)).map(({ kind }) => kind)).toEqual(['arrived', 'answered', 'replayed']);
  });

  test('twenty at once: one charge, and whoever gets an answer gets that one', async ({ shop }) => {
    const visitor = await visit(shop);
    const id = newId();
    const answers = await Promise.all(Array.from({ length: 20 }, () => pay(visitor, id)));
    const done = answers.filter((answer) => answer.status() === 200);
    const busy = await Promise.all(
      answers.filter((answer) => answer.status() !== 200).map((answer) => answer.json()),
    );
    expect(new Set(await Promise.all(done.map((answer) => answer.text()))).size).toBe(1);
    expect(busy.filter(({ code }) => code !== 'in_progress')).toEqual([]);
    await shop.expectOneCharge();
  });

  test('somebody else with that ID, and the same ID with another body: refused, and nothing shown', async ({
    shop,
  }) => {
    const id = newId();
    const owner = await visit(shop);
    const receipt = await (await pay(owner, id)).json();
    const stranger = await pay(await visit(shop), id);
    expect([stranger.status(), (await stranger.json()).code]).toEqual([409, 'scope_mismatch']);
    expect(await stranger.text()).not.toContain(receipt.id);
    const status = await (await visit(shop)).get(`/api/pay/${id}`);
    expect([status.status(), (await status.json()).code]).toEqual([409, 'scope_mismatch']);
    const changed = await pay(owner, id, { ...cart, amount: 1 });
    expect([changed.status(), (await changed.json()).code]).toEqual([422, 'key_reused']);
    await shop.expectOneCharge();
  });

  test('what a guest began, this browser may ask about once it is signed in, and not once it is signed out', async ({
    shop,
  }) => {
    const visitor = await visit(shop);
    const [guests, users] = [newId(), newId()];
    const first = await pay(visitor, guests);
    await become(visitor, 'user-1');
    const repeat = await pay(visitor, guests);
    expect([repeat.status(), await repeat.text()]).toEqual([200, await first.text()]);

    await pay(visitor, users, { ...cart, cartId: 'cart-2' });
    await become(visitor, 'user-2');
    const other = await pay(visitor, users, { ...cart, cartId: 'cart-2' });
    expect([other.status(), (await other.json()).code]).toEqual([409, 'scope_mismatch']);

    await visitor.delete('/api/session');
    const later = await pay(visitor, guests);
    expect([later.status(), (await later.json()).code]).toEqual([409, 'scope_mismatch']);
    expect((await shop.ledger()).charges).toHaveLength(2);
  });

  test('the stored answer of a sign-up signs in the browser that sent it, and no other', async ({ shop }) => {
    const create = (visitor: APIRequestContext, id: string) =>
      visitor.post('/api/accounts', {
        headers: { 'Idempotency-Key': id },
        data: { email: 'ada@example.com', password: 'correct horse' },
      });
    const user = async (visitor: APIRequestContext) =>
      (await (await visitor.get('/api/session')).json()).user;
    const id = newId();
    const visitor = await visit(shop);
    await shop.arm('drop-after');
    await expect(create(visitor, id)).rejects.toThrow();
    expect(await user(visitor)).toBeNull();

    const elsewhere = await visit(shop);
    expect((await create(elsewhere, id)).headers()).not.toHaveProperty('set-cookie');
    expect(await user(elsewhere)).toBeNull();

    const repeat = await create(visitor, id);
    expect(repeat.headers()['idempotent-replayed']).toBe('true');
    expect(await user(visitor)).toEqual({ id: 'user-3', label: 'ada@example.com' });
    expect((await shop.ledger()).accounts).toHaveLength(1);
  });

  test('a second device has another ID for the same cart: it is refused, in words for a person', async ({
    shop,
    browser,
  }) => {
    const devices = await Promise.all([browser.newContext(), browser.newContext()]);
    const [one, two] = await Promise.all(
      devices.map(async (device) => {
        await device.request.post(`${shop.url}/api/session`, { data: { account: 'user-1' } });
        return new Checkout(await device.newPage()).open(shop.url);
      }),
    );
    if (!one || !two) throw new Error('There are two devices.');
    await one.click();
    await one.expectReceipt();
    await two.click();
    await two.expectStatus('declined');
    await expect(two.words).toContainText('This was started somewhere else already.');
    expect(await shop.ids()).toHaveLength(2);
    expect((await shop.ledger()).charges).toHaveLength(1);
    await Promise.all(devices.map((device) => device.close()));
  });

  test('the answer is lost after the work, twice: the retry gets the original, and every attempt is in one trace', async ({
    shop,
    page,
  }) => {
    await shop.arm('drop-after', { times: 2 });
    const checkout = await new Checkout(page).open();
    await checkout.click();
    await checkout.expectReceipt();
    const id = await shop.expectOneCharge();
    expect(await shop.sent()).toHaveLength(3);
    const trace = await attempts(shop, id);
    expect(trace.map(({ kind, detail }) => (kind === 'arrived' ? [kind] : [kind, detail]))).toEqual([
      ['arrived'],
      ['answered', '200'],
      ['replayed', '200'],
      ['replayed', '200'],
    ]);
    const shown = page.getByLabel('What it wrote down').getByRole('listitem');
    await expect(shown.filter({ hasNotText: 'webhook' })).toHaveText([
      /First arrival/,
      /the answer stored.*200/,
      /A repeat got the stored answer.*200/,
      /A repeat got the stored answer.*200/,
    ]);
  });

  test('no answer ever comes: the client stops at its limit, and one question finds the receipt', async ({
    shop,
    page,
  }) => {
    await shop.arm('500-after', { times: 100 });
    const checkout = await new Checkout(page).open();
    await checkout.click();
    await checkout.expectStatus('check', 'unanswered');
    const [id = '', ...others] = await shop.ids();
    expect(others).toEqual([]);
    expect((await attempts(shop, id)).map(({ kind }) => kind)).toEqual([
      'arrived',
      'answered',
      'replayed',
      'replayed',
      'replayed',
    ]);
    await checkout.click();
    await checkout.expectReceipt();
    await shop.expectOneCharge();
    expect(await shop.sent()).toHaveLength(4);
  });

  test('the bank sends its webhook three times: applied once, and in the trace of the payment', async ({
    shop,
    page,
  }) => {
    const checkout = await new Checkout(page).open();
    await checkout.click();
    await checkout.expectReceipt();
    const id = await shop.expectOneCharge();
    await expect.poll(async () => (await shop.ledger()).settlements.length).toBe(1);
    await page.getByRole('button', { name: 'Send the bank’s last webhook again' }).click();
    await expect.poll(async () => (await kinds(shop, id)).length).toBe(4);
    expect(await shop.sendWebhookAgain()).toBe(204);
    const { settlements } = await shop.ledger();
    expect(settlements.map(({ requestId }) => requestId)).toEqual([id]);
    expect(await kinds(shop, id)).toEqual(['arrived', 'answered', 'webhook', 'webhook', 'webhook']);
    await expect(page.getByTestId('ledger-settlements')).toHaveText('1');
    await expect(page.getByLabel('What it wrote down').getByText('A webhook about it')).toHaveCount(3);
  });

  test('a webhook that the bank did not sign changes nothing', async ({ shop }) => {
    const visitor = await visit(shop);
    const id = newId();
    const receipt = await (await pay(visitor, id)).json();
    await expect.poll(async () => (await shop.ledger()).settlements.length).toBe(1);
    const forged = await visitor.post('/api/webhooks/bank', {
      headers: {
        'webhook-id': 'evt_forged',
        'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
        'webhook-signature': `v1,${btoa('no signature of the bank, really')}`,
      },
      data: { type: 'charge.settled', timestamp: new Date(), data: { receiptId: receipt.id, requestId: id } },
    });
    expect(forged.status()).toBe(401);
    expect((await shop.ledger()).settlements).toHaveLength(1);
  });

  test('on PGlite, killed and started again: the same ID gets the answer it had, and nothing happens again', async ({
    browser: _browser,
  }, info) => {
    // PGlite starts twice: half a minute on a slow machine with other tests beside it.
    test.setTimeout(180_000);
    const shop = new Shop(undefined, info.outputPath('data'));
    await shop.start();
    const visitor = await visit(shop);
    const id = newId();
    const first = await pay(visitor, id);
    await shop.kill();
    await shop.start();
    const repeat = await pay(visitor, id);
    expect([repeat.status(), await repeat.text()]).toEqual([200, await first.text()]);
    expect((await shop.ledger()).charges).toHaveLength(1);
    await shop.stop();
  });
});
