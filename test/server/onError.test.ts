import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gate } from './gate.ts';
import { call, newId, openShop, problemOf } from './shop.ts';
import { event, openSender } from './webhookShop.ts';

const failing = {
  'at once': () => {
    throw new Error('the reporter is down');
  },
  'in its promise': async () => {
    throw new Error('the reporter is down');
  },
};

describe.each(Object.entries(failing))('an `onError` that fails %s', (_, onError) => {
  const said: unknown[] = [];
  beforeEach(() => {
    said.length = 0;
    vi.spyOn(console, 'error').mockImplementation((...words) => void said.push(...words));
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  it('changes no answer, and is said itself', async () => {
    const { idempotency } = openShop({ onError });
    const pay = idempotency.handle('pay', { mode: 'local' }, () => {
      throw new Error('no handler');
    });
    const answer = await pay(call(newId()), {});
    expect(await answer.json()).toMatchObject({ status: 500, code: 'handler_failed' });
    await Promise.resolve();
    expect(said).toEqual([
      expect.any(String),
      expect.objectContaining({ message: 'the reporter is down' }),
      expect.any(String),
      expect.objectContaining({ message: 'no handler' }),
    ]);
  });

  it('keeps no effect from being recorded', async () => {
    const { idempotency } = openShop({ onError });
    const execute = vi.fn(async () => 'charged');
    const pay = idempotency.handle(
      'pay',
      { mode: 'external', maxAnswer: 4 },
      { execute, recover: async () => ({ found: 'unknown' }), respond: () => new Response('too long') },
    );
    const id = newId();
    await pay(call(id), {});
    const again = await pay(call(id), {});
    expect(await again.json()).toMatchObject({ code: 'result_expired' });
    expect(execute).toHaveBeenCalledTimes(1);
  });

  it('leaves no "nothing happened" standing over a call that may have arrived', async () => {
    // It gives no sign of life, so that its lease is over when it comes back.
    const shop = openShop({ onError, after: () => () => {} });
    const [left, failed] = [gate<void>(), gate<void>()];
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external' },
      {
        execute: async () => {
          left.open();
          await failed.opened;
          throw new Error('The connection was reset.');
        },
        respond: () => Response.json({}),
      },
    );
    const id = newId();
    const answering = pay(call(id), {});
    await left.opened;
    shop.advance(30_001);
    expect(await shop.idempotency.settle(id, { found: 'absent' })).toBe(true);
    failed.open();
    await answering;
    expect(await problemOf(await pay(call(id), {}))).toMatchObject({
      code: 'outcome_unknown',
      safeNewKey: false,
    });
  });

  it('ends no process where a line of the log cannot be written', async () => {
    const shop = openShop({ onError });
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const pay = shop.idempotency.handle('pay', { mode: 'local' }, () => new Response('ok'));
    const id = newId();
    await pay(call(id), {});
    vi.spyOn(shop.store, 'log').mockRejectedValue(new Error('ECONNREFUSED'));
    expect((await pay(call(id), {})).status).toBe(200);
    await shop.idempotency.flush();
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
    expect(said).toContainEqual(expect.objectContaining({ message: 'ECONNREFUSED' }));
  });
});

it('`onError` hears under which ID an error can be traced', async () => {
  const heard: unknown[] = [];
  const shop = openShop({
    onError: (error, requestId) => heard.push([(error as Error).message, requestId]),
  });
  const fails = (word: string) => () => Promise.reject(new Error(word));
  const local = shop.idempotency.handle('local', { mode: 'local' }, fails('local'));
  const external = shop.idempotency.handle(
    'external',
    { mode: 'external' },
    { execute: fails('execute'), recover: fails('recover'), respond: () => Response.json({}) },
  );
  const { send } = openSender({ shop, handler: fails('webhook') });
  const [one, other, third] = [newId(), newId(), newId()];
  await local(call(one), {});
  await external(call(other), {});
  await shop.idempotency.reconcile();
  const paid = event({ requestId: third });
  await send(paid);
  const alone = event();
  await send(alone);
  vi.spyOn(shop.store, 'find').mockRejectedValue(new Error('ECONNREFUSED'));
  await shop.idempotency.status(third, call(third), {});
  expect(heard).toEqual([
    ['local', one],
    ['execute', other],
    ['recover', other],
    ['webhook', third],
    ['webhook', `webhook bank ${alone.id}`],
    ['ECONNREFUSED', third],
  ]);
  vi.restoreAllMocks();
  for (const id of [one, third]) expect(await shop.idempotency.trace(id)).not.toEqual([]);
});
