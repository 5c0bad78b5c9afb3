import { createIdempotency } from 'safe-action/server';
import { createMemoryServerStore } from 'safe-action/testing';
import { describe, expect, it, vi } from 'vitest';
import { call, charging, newId, openShop, problemOf, START } from './shop.ts';

const DAY = 24 * 3_600_000;
const kindsOf = async ({ idempotency }: ReturnType<typeof openShop>, id: string) =>
  (await idempotency.trace(id)).map(({ kind }) => kind);

describe('another request under the same key', () => {
  it.each<[string, Parameters<typeof call>[1]]>([
    ['another body', { body: '{"cartId":"c1","amount":21}' }],
    ['one member more', { body: '{"cartId":"c1","amount":20,"tip":1}' }],
    ['a body that is no JSON', { body: '{"cartId":"c1","amount":20' }],
    ['no body', { body: '' }],
    ['another path', { path: '/api/pay/2' }],
    ['another query', { path: '/api/pay?cart=2' }],
  ])('is refused, 422 key_reused: %s', async (_, other) => {
    const shop = openShop();
    const { pay, charges } = charging(shop);
    const id = newId();
    await pay(call(id), {});
    expect(await problemOf(await pay(call(id, other), {}))).toMatchObject({
      http: 422,
      code: 'key_reused',
      requestId: id,
      safeNewKey: false,
    });
    expect(charges()).toEqual(['c1']);
  });

  it('is refused with another method, and at another operation', async () => {
    const shop = openShop();
    const { pay } = charging(shop);
    const refund = vi.fn(() => new Response('refunded'));
    const id = newId();
    await pay(call(id), {});
    expect(await problemOf(await pay(new Request(call(id), { method: 'PUT' }), {}))).toMatchObject({
      code: 'key_reused',
    });
    const other = shop.idempotency.handle('refund', { mode: 'local' }, refund);
    expect(await problemOf(await other(call(id), {}))).toMatchObject({ code: 'key_reused' });
    expect(refund).not.toHaveBeenCalled();
  });

  it('is refused before it is said that the first is still running', async () => {
    const shop = openShop();
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external' },
      {
        execute: () => new Promise(() => {}),
        respond: () => new Response(),
      },
    );
    const id = newId();
    pay(call(id), {});
    await vi.waitFor(() => expect(shop.store.row(id)?.state).toBe('started'));
    expect(await problemOf(await pay(call(id, { body: '{}' }), {}))).toMatchObject({
      http: 422,
      code: 'key_reused',
    });
    expect(await problemOf(await pay(call(id), {}))).toMatchObject({ http: 409, code: 'in_progress' });
  });

  it('is the same one with other secrets and another order of its members', async () => {
    const shop = openShop();
    const { pay, charges } = charging(shop, { secretFields: ['password', 'number'] });
    const id = newId();
    await pay(call(id, { body: '{"cartId":"c1","password":"one","card":{"number":"4242","name":"N"}}' }), {});
    const again = await pay(
      call(id, { body: ' {"card":{"name":"N","number":"9"},"password":"two", "cartId":"c1"}' }),
      {},
    );
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(charges()).toEqual(['c1']);
    const other = call(id, { body: '{"cartId":"c1","password":"one","card":{"number":"4242","name":"M"}}' });
    expect((await pay(other, {})).status).toBe(422);
  });

  it('with JSON that is too deep, or has lone surrogates, is told by its bytes', async () => {
    for (const body of [`${'['.repeat(50_000)}${']'.repeat(50_000)}`, '{"a":"\\ud800"}']) {
      const { idempotency } = openShop();
      const pay = idempotency.handle('pay', { mode: 'local' }, () => new Response('ok'));
      const id = newId();
      expect((await pay(call(id, { body }), {})).status).toBe(200);
      expect((await pay(call(id, { body }), {})).headers.get('idempotent-replayed')).toBe('true');
      expect((await pay(call(id, { body: `${body} ` }), {})).status).toBe(422);
    }
  });

  it('stays recognised while the old secret is still given', async () => {
    const store = createMemoryServerStore({ now: () => START });
    const at = (secret: string | [string, ...string[]]) =>
      createIdempotency({ store, secret, principal: () => 'ada' }).handle(
        'pay',
        { mode: 'local' },
        () => new Response('ok'),
      );
    const id = newId();
    await at('the old secret ______')(call(id), {});
    const rotated = await at(['the new secret ______', 'the old secret ______'])(call(id), {});
    expect(rotated.headers.get('idempotent-replayed')).toBe('true');
    expect((await at('the new secret ______')(call(id), {})).status).toBe(422);
  });

  it('stays recognised by every server while they change their secret one after the other', async () => {
    const [old, fresh] = ['the old secret ______', 'the new secret ______'];
    const steps: (string | [string, string])[] = [old, [old, fresh], [fresh, old]];
    for (const [at, secret] of steps.entries()) {
      const store = createMemoryServerStore({ now: () => START });
      const server = (its: string | [string, string]) =>
        createIdempotency({ store, secret: its, principal: () => 'ada' }).handle(
          'pay',
          { mode: 'local' },
          () => new Response('ok'),
        );
      const both = [server(secret), server(steps[at + 1] ?? secret)] as const;
      for (const [first, second] of [both, both.toReversed()]) {
        const id = newId();
        await first?.(call(id), {});
        expect((await second?.(call(id), {}))?.headers.get('idempotent-replayed')).toBe('true');
      }
    }
  });
});

describe('retention', () => {
  it('of an answer ends in 409 result_expired, with how it was settled', async () => {
    const shop = openShop();
    const { pay, charges } = charging(shop, { retention: { answers: 1000, keys: DAY } });
    const id = newId();
    await pay(call(id), {});
    shop.advance(1001);
    expect(await shop.idempotency.purge()).toMatchObject({ answers: 1, keys: 0 });
    const expired = { http: 409, code: 'result_expired', settled: 200, safeNewKey: false };
    expect(await problemOf(await pay(call(id), {}))).toMatchObject(expired);
    expect(await problemOf(await shop.idempotency.status(id, call(id), {}))).toMatchObject(expired);
    expect(charges()).toEqual(['c1']);
  });

  it('of a key ends only when its age is past it: a late retry cannot slip through', async () => {
    const shop = openShop();
    const { pay, charges } = charging(shop, { retention: { answers: 1000, keys: 10_000 } });
    // Made as far ahead as is accepted: the one that could be forgotten too early.
    const id = newId(-300_000);
    await pay(call(id), {});
    for (let step = 0; step < 70; step += 1) {
      shop.advance(10_000);
      await shop.idempotency.purge();
      await pay(call(id), {});
    }
    expect(shop.store.row(id)).toBeUndefined();
    expect(charges()).toEqual(['c1']);
    expect(await problemOf(await pay(call(id), {}))).toMatchObject({
      http: 409,
      code: 'key_too_old',
      safeNewKey: false,
    });
  });

  it('never ends for an effect that has begun and is not settled', async () => {
    const shop = openShop();
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external', retention: { answers: 1, keys: 1 } },
      {
        execute: () => Promise.reject(new Error('timeout')),
        respond: () => new Response(),
      },
    );
    const id = newId();
    await pay(call(id), {});
    shop.advance(400 * DAY);
    await shop.idempotency.purge();
    expect(shop.store.row(id)?.state).toBe('unknown');
  });
});

describe('a second device', () => {
  const unique = async (request: Request): Promise<string> =>
    ((await request.json()) as { cartId: string }).cartId;

  it('gets the first one’s answer where the operation says so; another principal does not', async () => {
    const shop = openShop();
    const { pay, charges } = charging(shop, { unique, duplicate: 'answer' });
    await pay(call(newId()), {});
    const again = await pay(call(newId()), {});
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
    expect(await again.json()).toEqual({ receipt: 'c1' });
    const other = await problemOf(await pay(call(newId(), { user: 'eve' }), {}));
    expect(other).toMatchObject({ http: 409, code: 'already_open', safeNewKey: true });
    expect(String(other.detail)).not.toMatch(/charged/i);
    expect((await pay(call(newId(), { body: '{"cartId":"c2"}' }), {})).status).toBe(200);
    expect(charges()).toEqual(['c1', 'c2']);
  });

  it('may go on where the first one failed before anything happened', async () => {
    const shop = openShop();
    let fails = true;
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external', unique },
      {
        prepare: () => (fails ? new Response('', { status: 503 }) : undefined),
        execute: async () => {},
        respond: () => new Response('charged'),
      },
    );
    const first = newId();
    expect((await pay(call(first), {})).status).toBe(503);
    fails = false;
    expect((await pay(call(newId()), {})).status).toBe(200);
    // The object is taken, and the first ID can never run any more.
    expect(await problemOf(await pay(call(first), {}))).toMatchObject({ http: 409, safeNewKey: true });
  });
});

describe('waiting for the first call', () => {
  it('takes as long as the operation says, gets its answer, and is one line in the log', async () => {
    const shop = openShop();
    let finish = (): void => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const pay = shop.idempotency.handle('pay', { mode: 'local', wait: 1000 }, async () => {
      await held;
      return new Response('ok');
    });
    const id = newId();
    const first = pay(call(id), {});
    const later = async (): Promise<void> => {
      await new Promise((resolve) => setImmediate(resolve));
      shop.advance(100);
    };
    let patient: Response | undefined;
    pay(call(id), {}).then((answer) => {
      patient = answer;
    });
    await vi.waitFor(async () => {
      await later();
      expect(patient).toBeDefined();
    });
    expect(patient?.status).toBe(409);
    expect((await kindsOf(shop, id)).filter((kind) => kind === 'refused')).toHaveLength(1);

    let lucky: Response | undefined;
    pay(call(id), {}).then((answer) => {
      lucky = answer;
    });
    await later();
    finish();
    await first;
    await vi.waitFor(async () => {
      await later();
      expect(lucky).toBeDefined();
    });
    expect(lucky?.headers.get('idempotent-replayed')).toBe('true');
    expect(await kindsOf(shop, id)).not.toContain('taken_over');
  });
});

describe('the store is down', () => {
  it.each(['begin', 'claim', 'write', 'commit'] as const)(
    'at its %s: 503 with Retry-After, and nothing half',
    async (at) => {
      let down = true;
      const store = createMemoryServerStore({
        now: () => START,
        step: (name) => {
          if (down && name === at) throw new Error('ECONNREFUSED');
        },
      });
      const errors: unknown[] = [];
      const idempotency = createIdempotency({
        store,
        secret: 'a secret of the tests',
        principal: () => 'ada',
        onError: (error) => errors.push(error),
        now: () => START,
      });
      const handler = vi.fn((_call, data: { put(key: string, value: unknown): void }) => {
        data.put('charges', 1);
        return new Response('ok');
      });
      const pay = idempotency.handle('pay', { mode: 'local' }, handler);
      const id = newId();
      const answer = await pay(call(id), {});
      expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '1']);
      expect(handler).toHaveBeenCalledTimes(at === 'write' || at === 'commit' ? 1 : 0);
      expect(errors.length).toBeGreaterThan(0);
      expect(store.data.size).toBe(0);
      down = false;
      expect((await pay(call(id), {})).status).toBe(200);
    },
  );

  it('when the effect is over: it is not said that nothing ran', async () => {
    let down = false;
    const store = createMemoryServerStore({
      now: () => START,
      step: () => {
        if (down) throw new Error('ECONNREFUSED');
      },
    });
    const idempotency = createIdempotency({
      store,
      secret: 'a secret of the tests',
      principal: () => 'ada',
      onError: () => {},
    });
    const pay = idempotency.handle(
      'pay',
      { mode: 'external' },
      {
        execute: async () => {
          down = true;
        },
        respond: () => new Response('charged'),
      },
    );
    const answer = await problemOf(await pay(call(newId()), {}));
    expect(answer).toMatchObject({ http: 503, code: 'effect_interrupted' });
    expect(String(answer.detail)).not.toMatch(/not run/);
  });

  it('for status and cancel: 503', async () => {
    const store = createMemoryServerStore({
      step: () => {
        throw new Error('ECONNREFUSED');
      },
    });
    const idempotency = createIdempotency({
      store,
      secret: 'a secret of the tests',
      principal: () => 'ada',
      onError: () => {},
    });
    const id = newId();
    for (const ask of [idempotency.status, idempotency.cancel])
      expect(await problemOf(await ask(id, call(id), {}))).toMatchObject({ http: 503, code: 'store_down' });
  });
});

describe('status', () => {
  it('changes nothing, and says 202 while it runs in either mode', async () => {
    const shop = openShop();
    const id = newId();
    expect(await problemOf(await shop.idempotency.status(id, call(id), {}))).toMatchObject({
      http: 404,
      code: 'absent',
    });
    expect(shop.store.row(id)).toBeUndefined();
    const hang = (): Promise<never> => new Promise(() => {});
    const local = newId();
    const external = newId();
    const started = vi.fn(hang);
    shop.idempotency.handle('local', { mode: 'local' }, started)(call(local), {});
    shop.idempotency.handle(
      'external',
      { mode: 'external' },
      { execute: started, respond: () => new Response() },
    )(call(external), {});
    await vi.waitFor(() => expect(started).toHaveBeenCalledTimes(2));
    for (const each of [local, external]) {
      const answer = await shop.idempotency.status(each, call(each), {});
      expect([answer.status, answer.headers.get('Retry-After') !== null]).toEqual([202, true]);
    }
  });
});

describe('cancel', () => {
  it('touches nothing that runs, has begun, or is over', async () => {
    const shop = openShop();
    const { pay } = charging(shop);
    const over = newId();
    await pay(call(over), {});
    const tooLate = await shop.idempotency.cancel(over, call(over), {});
    expect([tooLate.status, tooLate.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
    const hang = vi.fn((): Promise<never> => new Promise(() => {}));
    const [local, external] = [newId(), newId()];
    shop.idempotency.handle('local', { mode: 'local' }, hang)(call(local), {});
    shop.idempotency.handle(
      'external',
      { mode: 'external' },
      { execute: hang, respond: () => new Response() },
    )(call(external), {});
    await vi.waitFor(() => expect(hang).toHaveBeenCalledTimes(2));
    for (const each of [local, external])
      expect(await problemOf(await shop.idempotency.cancel(each, call(each), {}))).toMatchObject({
        code: 'in_progress',
      });
  });

  it('buries an ID whose worker was lost before anything began, and answers the same again', async () => {
    const shop = openShop();
    const execute = vi.fn(async () => {});
    const prepare = vi.fn((): Promise<undefined> => new Promise(() => {}));
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external', lease: 1000 },
      {
        prepare,
        execute,
        respond: () => new Response(),
      },
    );
    const id = newId();
    pay(call(id), {});
    await vi.waitFor(() => expect(prepare).toHaveBeenCalled());
    // Its process is gone: no sign of life comes any more.
    const { row } = { row: shop.store.row(id) };
    await shop.store.transact((tx) => tx.write(id, row?.fence ?? 0, { lease: 0 }));
    const cancelled = { http: 409, code: 'cancelled', safeNewKey: true, requestId: id };
    expect(await problemOf(await shop.idempotency.cancel(id, call(id), {}))).toMatchObject(cancelled);
    expect(await problemOf(await shop.idempotency.cancel(id, call(id), {}))).toMatchObject(cancelled);
    expect(await problemOf(await pay(call(id), {}))).toMatchObject(cancelled);
    expect(await problemOf(await shop.idempotency.status(id, call(id), {}))).toMatchObject(cancelled);
    expect(execute).not.toHaveBeenCalled();
  });
});

describe('CORS', () => {
  it('shows a browser the delay and the replay marker, answers the preflight, and allows no other origin', async () => {
    const shop = openShop({ cors: { origins: ['https://app.example'], headers: ['Authorization'] } });
    const { pay, charges } = charging(shop);
    const from = (origin: string, id = newId()): Request => {
      const request = call(id);
      request.headers.set('Origin', origin);
      return request;
    };
    const preflight = await pay(
      new Request('https://shop.example/api/pay', {
        method: 'OPTIONS',
        headers: { Origin: 'https://app.example', 'Access-Control-Request-Method': 'POST' },
      }),
      {},
    );
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('Access-Control-Allow-Headers')).toBe(
      'Content-Type, Idempotency-Key, Authorization',
    );
    expect(charges()).toEqual([]);
    const id = newId();
    await pay(from('https://app.example', id), {});
    for (const answer of [
      await pay(from('https://app.example', id), {}),
      await shop.idempotency.status(id, from('https://app.example', id), {}),
      await shop.idempotency.cancel(newId(), from('https://app.example'), {}),
    ]) {
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('https://app.example');
      expect(answer.headers.get('Access-Control-Expose-Headers')).toMatch(/Retry-After.*Idempotent-Replayed/);
      expect(answer.headers.get('Vary')).toContain('Origin');
    }
    const evil = await pay(from('https://evil.example'), {});
    expect(evil.headers.get('Access-Control-Allow-Origin')).toBeNull();
  });

  it.each(['*', 'https://app.example/', 'app.example', 'https://*.app.example', 'https://App.example'])(
    'is refused at once for %s, which no browser sends as its origin',
    (origin) => {
      expect(() => openShop({ cors: { origins: [origin] } })).toThrow(origin);
      expect(() => openShop({ cors: { origins: 'https://app.example' as never } })).toThrow('origins');
    },
  );

  it.each(['https://app.example', 'http://localhost:5173', 'capacitor://localhost', 'null'])(
    'takes %s',
    (origin) => {
      openShop({ cors: { origins: [origin] } });
    },
  );

  it('answers the preflights of a status and a cancel, which cancel nothing', async () => {
    const shop = openShop({ cors: { origins: ['https://app.example'], headers: ['Authorization'] } });
    const { pay } = charging(shop, { principal: 'public' });
    const id = newId();
    for (const [method, ask] of [
      ['GET', shop.idempotency.status],
      ['DELETE', shop.idempotency.cancel],
    ] as const) {
      const asked = { Origin: 'https://app.example', 'Access-Control-Request-Method': method };
      const url = `https://shop.example/api/pay/${id}`;
      const answer = await ask(id, new Request(url, { method: 'OPTIONS', headers: asked }), {});
      expect(answer.status).toBe(204);
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('https://app.example');
      expect(answer.headers.get('Access-Control-Allow-Headers')).toContain('Authorization');
    }
    expect((await pay(call(id), {})).status).toBe(200);
  });
});

describe('an operator', () => {
  const interrupted = async (more: { respond?: () => Response; recover?: () => never } = {}) => {
    const shop = openShop();
    const respond = vi.fn(more.respond ?? (() => new Response('charged')));
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external' },
      {
        execute: () => Promise.reject(new Error('timeout')),
        ...(more.recover && { recover: more.recover }),
        respond,
      },
    );
    const id = newId();
    await pay(call(id), {});
    return { ...shop, pay, id, respond };
  };

  it('settles what has happened, and every repeat gets the answer', async () => {
    const { idempotency, pay, id } = await interrupted();
    expect(await idempotency.reconcile()).toMatchObject([
      { requestId: id, operation: 'pay', principal: 'ada' },
    ]);
    expect(await idempotency.settle(id, { found: 'done', result: undefined })).toBe(true);
    expect(await idempotency.settle(id, { found: 'absent' })).toBe(false);
    expect(await (await pay(call(id), {})).text()).toBe('charged');
    expect(await idempotency.reconcile()).toEqual([]);
  });

  it('is not told that it is settled where the answer could not be made', async () => {
    let broken = true;
    const { idempotency, pay, id } = await interrupted({
      respond: () => {
        if (broken) throw new Error('no such table');
        return new Response('charged');
      },
    });
    expect(await idempotency.settle(id, { found: 'done', result: undefined })).toBe(false);
    expect(await problemOf(await pay(call(id), {}))).toMatchObject({ code: 'outcome_unknown' });
    broken = false;
    expect(await idempotency.settle(id, { found: 'done', result: undefined })).toBe(true);
    expect(await (await pay(call(id), {})).text()).toBe('charged');
  });

  it('gets the list although a `recover` throws at once', async () => {
    const { idempotency, id, errors } = await interrupted({
      recover: () => {
        throw new Error('not configured');
      },
    });
    expect(await idempotency.reconcile()).toMatchObject([{ requestId: id }]);
    expect(errors).toContainEqual(expect.objectContaining({ message: 'not configured' }));
  });
});

describe('a purge', () => {
  it('goes on in small batches until nothing is left', async () => {
    const shop = openShop();
    const { pay } = charging(shop, { retention: { answers: 1000, keys: DAY } });
    const batches: number[] = [];
    const { purge } = shop.store;
    shop.store.purge = async (limit) => {
      const gone = await purge(limit);
      batches.push(gone.answers);
      return gone;
    };
    for (let count = 0; count < 7; count += 1) await pay(call(newId()), {});
    shop.advance(1001);
    expect(await shop.idempotency.purge(3)).toMatchObject({ answers: 7, keys: 0 });
    expect(batches).toEqual([3, 3, 1]);
    expect(await shop.idempotency.purge(0)).toMatchObject({ answers: 0 });
  });
});
