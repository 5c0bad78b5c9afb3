import { describe, expect, it } from 'vitest';
import { call, charging, newId, openShop, problemOf } from './shop.ts';

const undone = async () => {};

describe('One request ID, one effect, one stored answer', () => {
  it('gives a repeat the stored status, headers and bytes, and runs once', async () => {
    const shop = openShop();
    const { pay, charges } = charging(shop);
    const id = newId();
    const first = await pay(call(id), undefined);
    const repeat = await pay(call(id), undefined);
    expect([first.status, await first.text()]).toEqual([200, '{"receipt":"c1"}']);
    expect([repeat.status, await repeat.text()]).toEqual([200, '{"receipt":"c1"}']);
    expect(first.headers.get('Idempotent-Replayed')).toBeNull();
    expect(repeat.headers.get('Idempotent-Replayed')).toBe('true');
    expect(repeat.headers.get('Content-Type')).toBe('application/json');
    expect(charges()).toEqual(['c1']);
  });

  it('gives Set-Cookie to the first caller and never to a repeat', async () => {
    const shop = openShop();
    const { pay } = charging(shop);
    const id = newId();
    expect((await pay(call(id), undefined)).headers.get('Set-Cookie')).toBe('a=b');
    const repeat = await pay(call(id), undefined);
    expect([...repeat.headers.keys()].sort()).toEqual([
      'cache-control',
      'content-type',
      'idempotent-replayed',
    ]);
    expect(JSON.stringify(shop.store.row(id))).not.toContain('a=b');
  });

  it('accepts the key bare and as a quoted string: they are the same', async () => {
    const { pay, charges } = charging(openShop());
    const id = newId();
    await pay(call(id), undefined);
    const repeat = await pay(call(id, { key: `"${id}"` }), undefined);
    expect(repeat.headers.get('Idempotent-Replayed')).toBe('true');
    expect(charges()).toEqual(['c1']);
  });

  it.each([
    ['scope_mismatch', 409, false, { user: 'bob' }],
    ['key_reused', 422, false, { body: '{"cartId":"c1","amount":21}' }],
  ])('refuses with %s', async (code, http, safeNewKey, more) => {
    const { pay, charges } = charging(openShop());
    const id = newId();
    await pay(call(id), undefined);
    const refusal = await problemOf(await pay(call(id, more), undefined));
    expect(refusal).toMatchObject({ http, code, safeNewKey, requestId: id });
    expect(JSON.stringify(refusal)).not.toContain('receipt');
    expect(charges()).toEqual(['c1']);
  });

  it('takes JSON that is spelled differently for the same request', async () => {
    const { pay, charges } = charging(openShop());
    const id = newId();
    await pay(call(id), undefined);
    await pay(call(id, { body: '{ "amount": 20.0, "cartId": "c1" }' }), undefined);
    expect(charges()).toEqual(['c1']);
  });

  it.each([
    ['key_too_old', newId(31 * 24 * 3_600_000), 409, false],
    ['clock_skew', newId(-6 * 60_000), 409, true],
    ['key_without_time', 'of-another-make', 400, true],
  ])('does not run a key that is %s', async (code, id, http, safeNewKey) => {
    const shop = openShop();
    const { pay, charges } = charging(shop);
    const refusal = await problemOf(await pay(call(id), undefined));
    expect(refusal).toMatchObject({ http, code, safeNewKey, requestId: id });
    expect(charges()).toEqual([]);
    // Only what promises that nothing ever happens leaves a row: a tombstone.
    expect(shop.store.row(id)?.state).toBe(code === 'clock_skew' ? 'cancelled' : undefined);
  });

  it('says in_progress while the first call runs', async () => {
    const shop = openShop();
    let finish = undone as () => void;
    const slow = shop.idempotency.handle(
      'slow',
      { mode: 'local' },
      () => new Promise<Response>((resolve) => (finish = () => resolve(Response.json(1)))),
    );
    const id = newId();
    const first = slow(call(id), undefined);
    await expect.poll(() => finish).not.toBe(undone);
    const second = await slow(call(id), undefined);
    expect(second.headers.get('Retry-After')).toBe('1');
    expect(await problemOf(second)).toMatchObject({ http: 409, code: 'in_progress' });
    const meanwhile = await shop.idempotency.status(id, call(id), undefined);
    expect(meanwhile.status).toBe(202);
    finish();
    expect((await first).status).toBe(200);
    expect((await shop.idempotency.status(id, call(id), undefined)).status).toBe(200);
  });

  it.each([401, 403, 408, 425, 429, 500, 503])('stores no %s: the next attempt runs', async (status) => {
    const shop = openShop();
    let runs = 0;
    const flaky = shop.idempotency.handle('flaky', { mode: 'local' }, (_call, data) => {
      runs += 1;
      data.put('writes', runs);
      return runs === 1 ? new Response('no', { status }) : Response.json('yes');
    });
    const id = newId();
    expect((await flaky(call(id), undefined)).status).toBe(status);
    expect(shop.store.data.get('writes')).toBeUndefined();
    expect((await flaky(call(id), undefined)).status).toBe(200);
    expect((await flaky(call(id), undefined)).headers.get('Idempotent-Replayed')).toBe('true');
    expect(runs).toBe(2);
  });

  it('tombstones an ID under which nothing has begun: a late call is refused', async () => {
    const shop = openShop();
    const { pay, charges } = charging(shop);
    const id = newId();
    const cancelled = await problemOf(await shop.idempotency.cancel(id, call(id), undefined));
    expect(cancelled).toMatchObject({ code: 'cancelled', safeNewKey: true });
    expect(await problemOf(await pay(call(id), undefined))).toMatchObject({ http: 409, code: 'cancelled' });
    expect(charges()).toEqual([]);
  });

  it('stops a second device: another ID for the same cart is refused', async () => {
    const shop = openShop();
    const unique = async (request: Request) => ((await request.json()) as { cartId: string }).cartId;
    const { pay, charges } = charging(shop, { unique });
    await pay(call(newId()), undefined);
    const other = await problemOf(await pay(call(newId()), undefined));
    expect(other).toMatchObject({ http: 409, code: 'already_open', safeNewKey: true });
    expect(charges()).toEqual(['c1']);
  });

  it.each([7, 0, true, { id: 'ada' }])('runs nothing for a principal that is no text: %o', async (who) => {
    const shop = openShop({ principal: () => who as never });
    const { pay, charges } = charging(shop);
    const id = newId();
    // Stored as text, it would not be the same in the repeat: no repeat would ever get its answer.
    expect((await pay(call(id), undefined)).status).toBe(500);
    expect([charges(), shop.store.row(id)]).toEqual([[], undefined]);
    expect(String(shop.errors)).toContain('`principal`');
  });

  it('tells the whole story of an ID', async () => {
    const shop = openShop();
    const { pay } = charging(shop);
    const id = newId();
    await pay(call(id), undefined);
    await pay(call(id), undefined);
    const kinds = (await shop.idempotency.trace(id)).map(({ kind }) => kind);
    expect(kinds).toEqual(['arrived', 'answered', 'replayed']);
  });
});
