import { createIdempotency } from 'safe-action/server';
import { createMemoryServerStore } from 'safe-action/testing';
import { describe, expect, it, vi } from 'vitest';
import { call, charging, newId, openShop, problemOf, START } from './shop.ts';

const MINUTE = 60_000;
const cartOf = async (request: Request): Promise<string> =>
  ((await request.json()) as { cartId: string }).cartId;

describe('`safeNewKey: true` stays true: nothing ever happens under that ID', () => {
  it('of an ID from the future, also when its time has come', async () => {
    const shop = openShop();
    const { pay, charges } = charging(shop);
    const id = newId(-5 * MINUTE - 1);
    const skewed = { http: 409, code: 'clock_skew', safeNewKey: true };
    expect(await problemOf(await pay(call(id), {}))).toMatchObject({ ...skewed, serverTime: START });
    expect(await problemOf(await pay(call(id), {}))).toMatchObject(skewed);
    shop.advance(10 * MINUTE);
    expect(await problemOf(await pay(call(id), {}))).toMatchObject({ http: 409, safeNewKey: true });
    expect(charges()).toEqual([]);
    expect((await pay(call(newId(-15 * MINUTE)), {})).status).toBe(200);
  });

  it('of a second ID for a business object, also when the first is declined by then', async () => {
    const { idempotency } = openShop();
    let status = 402;
    let finish = (): void => {};
    const started = vi.fn();
    const pay = idempotency.handle(
      'pay',
      { mode: 'external', unique: cartOf },
      {
        execute: async () => {
          started();
          await new Promise<void>((resolve) => {
            finish = resolve;
          });
        },
        respond: () => new Response('', { status }),
      },
    );
    const [first, second, third] = [newId(), newId(), newId()];
    const running = pay(call(first), {});
    await vi.waitFor(() => expect(started).toHaveBeenCalledTimes(1));
    expect(await problemOf(await pay(call(second), {}))).toMatchObject({
      code: 'already_open',
      safeNewKey: true,
    });
    finish();
    expect((await running).status).toBe(402);
    // The client has settled it and may have minted a new ID: a late copy of the call must not run beside that one.
    expect(await problemOf(await pay(call(second), {}))).toMatchObject({ http: 409, safeNewKey: true });
    expect(started).toHaveBeenCalledTimes(1);
    status = 200;
    const again = pay(call(third), {});
    await vi.waitFor(() => expect(started).toHaveBeenCalledTimes(2));
    finish();
    expect((await again).status).toBe(200);
  });

  it('and is not said where the answer speaks of the question: an earlier attempt may have run', async () => {
    const shop = openShop();
    const { pay, charges } = charging(shop);
    const id = newId();
    await pay(call(id), {});
    // A proxy has taken the header away, or garbled it.
    const bare = call(id);
    bare.headers.delete('Idempotency-Key');
    expect(await problemOf(await pay(bare, {}))).toMatchObject({
      http: 400,
      code: 'key_missing',
      safeNewKey: null,
    });
    expect(await problemOf(await pay(call(id, { key: `${id} x` }), {}))).toMatchObject({
      http: 400,
      code: 'key_malformed',
      safeNewKey: null,
    });
    expect(await problemOf(await pay(call(id, { user: '' }), {}))).toMatchObject({
      http: 401,
      code: 'not_signed_in',
      safeNewKey: null,
    });
    expect(charges()).toEqual(['c1']);
  });

  it('of a request over the cap, which is spent', async () => {
    const shop = openShop();
    const { pay, charges } = charging(shop, { maxRequest: 40 });
    const id = newId();
    const large = call(id, { body: `{"cartId":"${'x'.repeat(40)}"}` });
    expect(await problemOf(await pay(large, {}))).toMatchObject({
      http: 413,
      code: 'too_large',
      safeNewKey: true,
    });
    expect(await problemOf(await pay(call(id), {}))).toMatchObject({ code: 'cancelled', safeNewKey: true });
    const ran = newId();
    await pay(call(ran), {});
    const grown = call(ran, { body: `{"cartId":"${'x'.repeat(40)}"}` });
    expect(await problemOf(await pay(grown, {}))).toMatchObject({ http: 413, safeNewKey: false });
    expect(charges()).toEqual(['c1']);
  });
});

describe('whose an answer is', () => {
  it('a user who is called "public" has rows of their own', async () => {
    const shop = openShop();
    const { pay } = charging(shop);
    const id = newId();
    await pay(call(id, { user: 'public' }), {});
    for (const user of ['eve', '']) {
      const asked = call(id, { user });
      expect(await problemOf(await shop.idempotency.status(id, asked, {}))).toMatchObject({
        http: 409,
        code: 'scope_mismatch',
      });
      expect(await problemOf(await shop.idempotency.cancel(id, asked, {}))).toMatchObject({
        code: user ? 'scope_mismatch' : 'not_signed_in',
      });
    }
    expect((await shop.idempotency.status(id, call(id, { user: 'public' }), {})).status).toBe(200);
  });

  it('a stranger does not hear what became of an ID: neither by its status nor by giving it up', async () => {
    const shop = openShop();
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external' },
      {
        execute: () => Promise.reject(new Error('The connection was reset.')),
        respond: () => new Response(),
      },
    );
    const id = newId();
    await pay(call(id), {});
    shop.advance(1);
    expect(await shop.idempotency.settle(id, { found: 'absent' })).toBe(true);
    for (const ask of [shop.idempotency.status, shop.idempotency.cancel]) {
      expect(await problemOf(await ask(id, call(id, { user: 'eve' }), {}))).toMatchObject({
        code: 'scope_mismatch',
        safeNewKey: false,
      });
      expect(await problemOf(await ask(id, call(id), {}))).toMatchObject({ code: 'cancelled' });
    }
  });

  it('a public operation’s is for whoever has the ID', async () => {
    const { idempotency } = openShop();
    const signUp = idempotency.handle(
      'sign-up',
      { mode: 'local', principal: 'public' },
      () => new Response('hi'),
    );
    const id = newId();
    await signUp(call(id, { user: '' }), {});
    for (const user of ['', 'ada']) {
      expect(await (await signUp(call(id, { user }), {})).text()).toBe('hi');
      expect(await (await idempotency.status(id, call(id, { user }), {})).text()).toBe('hi');
    }
  });
});

describe('the key', () => {
  it('can travel in a field of the JSON body, as the client’s `idIn` sends it', async () => {
    const shop = openShop();
    const { pay, charges } = charging(shop, { idIn: 'body.key' });
    const id = newId();
    const inBody = (body: string, key?: string): Request => {
      const request = call(id, { body });
      request.headers.delete('Idempotency-Key');
      if (key !== undefined) request.headers.set('Idempotency-Key', key);
      return request;
    };
    const body = JSON.stringify({ cartId: 'c1', key: id });
    expect((await pay(inBody(body), {})).status).toBe(200);
    expect((await pay(inBody(body), {})).headers.get('idempotent-replayed')).toBe('true');
    for (const none of [
      '{"cartId":"c1"}',
      '{"__proto__":{"key":"x"}}',
      'no json',
      '[]',
      'null',
      '{"key":""}',
    ])
      expect(await problemOf(await pay(inBody(none, newId()), {}))).toMatchObject({ code: 'key_missing' });
    for (const bad of ['{"key":7}', '{"key":"a b"}', '{"key":null}'])
      expect(await problemOf(await pay(inBody(bad), {}))).toMatchObject({ code: 'key_malformed' });
    expect(charges()).toEqual(['c1']);
  });

  it.each([
    ['10 kB', 'x'.repeat(10_000)],
    ['256 characters', 'x'.repeat(256)],
    ['a space', 'a b'],
    ['an open quote', '"abc'],
    ['more after the quoted string', '"abc" def'],
    ['an empty quoted string', '""'],
    ['not ASCII', 'caf\u00e9'],
  ])('of %s is refused before the table is asked, also by status and cancel', async (_, key) => {
    const store = createMemoryServerStore({
      step: () => {
        throw new Error('asked');
      },
    });
    const idempotency = createIdempotency({ store, secret: 'a secret of the tests', principal: () => 'ada' });
    const pay = idempotency.handle(
      'pay',
      { mode: 'local', retention: { keys: null } },
      () => new Response('ok'),
    );
    const malformed = { http: 400, code: 'key_malformed' };
    expect(await problemOf(await pay(call(newId(), { key }), {}))).toMatchObject(malformed);
    expect(await problemOf(await idempotency.status(key, call(newId()), {}))).toMatchObject(malformed);
    expect(await problemOf(await idempotency.cancel(key, call(newId()), {}))).toMatchObject(malformed);
  });

  it('with SQL, quotes and markup in it is only a name', async () => {
    const shop = openShop();
    const { pay, charges } = charging(shop, { retention: { keys: null } });
    const id = `';DROP/**/TABLE/**/x;--<script>\\%_'${'$1'.repeat(20)}`;
    expect((await pay(call(id), {})).status).toBe(200);
    expect((await pay(call(id), {})).headers.get('idempotent-replayed')).toBe('true');
    expect(charges()).toEqual(['c1']);
  });
});

describe('what the application itself throws', () => {
  it.each(['principal', 'unique'] as const)(
    'in `%s` is told to onError, is no fault of the store, and runs nothing',
    async (where) => {
      const thrown = new Error('no session store');
      const fail = (): never => {
        throw thrown;
      };
      const shop = openShop(where === 'principal' ? { principal: fail } : {});
      const { pay, charges } = charging(shop, where === 'unique' ? { unique: fail } : {});
      expect(await problemOf(await pay(call(newId()), {}))).toMatchObject({
        http: 500,
        code: 'handler_failed',
      });
      expect(shop.errors).toEqual([thrown]);
      expect(charges()).toEqual([]);
    },
  );
});

it.each([undefined, 5, {}])(
  'a `unique` that gives %s, such as of a field that was renamed, runs nothing: no second device would be seen',
  async (given) => {
    const shop = openShop();
    const { pay, charges } = charging(shop, { unique: () => given as never });
    expect(await problemOf(await pay(call(newId()), {}))).toMatchObject({
      http: 500,
      code: 'handler_failed',
    });
    expect(String(shop.errors)).toContain('`unique`');
    expect(charges()).toEqual([]);
  },
);

describe('an operation', () => {
  it('is refused with a lease that would make its heartbeat a loop', () => {
    for (const lease of [0, 99, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() =>
        openShop().idempotency.handle('pay', { mode: 'local', lease }, () => new Response()),
      ).toThrow('lease');
  });

  it.each([
    ['retention.answers', (ms: number) => ({ retention: { answers: ms, keys: null } })],
    ['retention.keys', (ms: number) => ({ retention: { answers: 0, keys: ms } })],
    ['providerRetention', (ms: number) => ({ providerRetention: ms })],
  ])('is refused with a %s that is no time', (name, options) => {
    for (const ms of [-1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      expect(() =>
        openShop().idempotency.handle('pay', { mode: 'local', ...options(ms) }, () => new Response()),
      ).toThrow(
        expect.objectContaining({ code: 'operation_invalid', message: expect.stringContaining(name) }),
      );
  });

  it('is refused with an `idIn` that names no field', () => {
    for (const idIn of ['body.', 'query.id', 'body.a.b'] as never[])
      expect(() =>
        openShop().idempotency.handle('pay', { mode: 'local', idIn }, () => new Response()),
      ).toThrow('idIn');
  });
});
