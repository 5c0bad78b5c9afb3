import { describe, expect, it, vi } from 'vitest';
import { call, charging, newId, openShop, problemOf, type ServerShop } from './shop.ts';

const DAY = 86_400_000;
const cancelled = { http: 409, code: 'cancelled', safeNewKey: true };
const forgotten = { http: 409, code: 'key_too_old', safeNewKey: false };

const cancel = async (shop: ServerShop, id: string, user = 'ada') =>
  problemOf(await shop.idempotency.cancel(id, call(id, { user }), undefined));

async function monthLater(shop: ServerShop): Promise<void> {
  shop.advance(31 * DAY);
  await shop.idempotency.purge();
}

describe('a tombstone stays for as long as its ID would be let in', () => {
  it.each([
    ['90 days', 90 * DAY],
    ['ever', null],
  ])('after `cancel`, where keys are kept for %s', async (_name, keys) => {
    const shop = openShop();
    const { pay, charges } = charging(shop, { retention: { keys } });
    const id = newId();
    expect(await cancel(shop, id)).toMatchObject(cancelled);
    await monthLater(shop);
    expect(await problemOf(await pay(call(id), undefined))).toMatchObject(cancelled);
    expect(charges()).toEqual([]);
  });

  it('after `cancel`, at whichever operation keeps keys the longest', async () => {
    const shop = openShop();
    shop.idempotency.handle('ping', { mode: 'local', retention: { keys: DAY } }, () => new Response());
    const { pay, charges } = charging(shop, { retention: { keys: 90 * DAY } });
    const id = newId();
    expect(await cancel(shop, id)).toMatchObject(cancelled);
    await monthLater(shop);
    await pay(call(id), undefined);
    expect(charges()).toEqual([]);
  });

  it('after `already_open`, where keys are kept for 90 days', async () => {
    const shop = openShop();
    const run = vi.fn();
    let finish = (): void => {};
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external', retention: { keys: 90 * DAY }, unique: () => 'cart' },
      {
        execute: (_key, { requestId }) => {
          run(requestId);
          return new Promise<void>((resolve) => {
            finish = resolve;
          });
        },
        respond: () => new Response('', { status: 402 }),
      },
    );
    const [one, other] = [newId(), newId()];
    const running = pay(call(one), undefined);
    await vi.waitFor(() => expect(run).toHaveBeenCalled());
    expect(await problemOf(await pay(call(other), undefined))).toMatchObject({
      code: 'already_open',
      safeNewKey: true,
    });
    finish();
    await running;
    await monthLater(shop);
    expect(await problemOf(await pay(call(other), undefined))).toMatchObject(cancelled);
    expect(run.mock.calls).toEqual([[one]]);
  });

  it.each(['clock_skew', 'cancelled'])('after `%s` of an ID from two days ahead', async (code) => {
    const shop = openShop();
    const { pay, charges } = charging(shop);
    const id = newId(-2 * DAY);
    const said =
      code === 'cancelled' ? await cancel(shop, id) : await problemOf(await pay(call(id), undefined));
    expect(said).toMatchObject({ code, safeNewKey: true });
    await monthLater(shop);
    expect(await problemOf(await pay(call(id), undefined))).toMatchObject(cancelled);
    expect(charges()).toEqual([]);
    await monthLater(shop);
    expect(shop.store.row(id)).toBeUndefined();
  });
});

describe('of an ID that may have run and be forgotten', () => {
  it.each([
    ['30 days, the default', {}, 31 * DAY],
    ['a day', { retention: { keys: DAY } }, DAY + 600_000],
  ])('`cancel` does not say that nothing happened: keys for %s', async (_name, options, age) => {
    const shop = openShop();
    const { pay, charges } = charging(shop, options);
    const id = newId();
    await pay(call(id), undefined);
    shop.advance(age);
    await shop.idempotency.purge();
    expect(await problemOf(await pay(call(id), undefined))).toMatchObject(forgotten);
    expect(await cancel(shop, id)).toMatchObject(forgotten);
    expect(shop.store.row(id)).toBeUndefined();
    expect(charges()).toEqual(['c1']);
  });

  it('`cancel` asks which operation keeps keys for the shortest time', async () => {
    const shop = openShop();
    charging(shop, { retention: { keys: null } });
    const ping = shop.idempotency.handle(
      'ping',
      { mode: 'local', retention: { keys: DAY } },
      () => new Response(),
    );
    const id = newId();
    await ping(call(id), undefined);
    await monthLater(shop);
    expect(await cancel(shop, id)).toMatchObject(forgotten);
  });

  it('`cancel` knows no age of an ID without a time, and buries it only where keys are kept for ever', async () => {
    for (const [keys, said] of [
      [30 * DAY, forgotten],
      [null, cancelled],
    ] as const) {
      const shop = openShop();
      charging(shop, { retention: { keys } });
      expect(await cancel(shop, 'of-another-make')).toMatchObject(said);
    }
  });

  it('a request over the cap does not say that nothing happened', async () => {
    const shop = openShop();
    const { pay, charges } = charging(shop, { maxRequest: 40 });
    const id = newId();
    await pay(call(id), undefined);
    await monthLater(shop);
    const grown = call(id, { body: 'x'.repeat(41) });
    expect(await problemOf(await pay(grown, undefined))).toMatchObject({
      http: 413,
      code: 'too_large',
      safeNewKey: false,
    });
    expect(charges()).toEqual(['c1']);
  });
});

describe('who has not signed in', () => {
  it('writes nothing with `cancel`, neither a row nor a line of the log', async () => {
    const shop = openShop();
    charging(shop);
    const id = newId();
    expect(await cancel(shop, id, '')).toMatchObject({ http: 401, code: 'not_signed_in', safeNewKey: null });
    expect(shop.store.row(id)).toBeUndefined();
    expect(await shop.idempotency.trace(id)).toEqual([]);
  });

  it('can give up what may be done before anybody has signed in', async () => {
    const shop = openShop();
    charging(shop, { principal: 'public' });
    expect(await cancel(shop, newId(), '')).toMatchObject(cancelled);
    // Without `principal` there is nothing else.
    expect(await cancel(openShop({ principal: undefined } as never), newId(), '')).toMatchObject(cancelled);
  });
});
