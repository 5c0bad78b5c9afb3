import { EffectNotBegunError } from 'safe-action/server';
import { describe, expect, it, vi } from 'vitest';
import { gate } from './gate.ts';
import { call, newId, openShop, type Provider, problemOf } from './shop.ts';

const respond: Provider<string>['respond'] = (result, data) => {
  data.put('paid', result);
  return Response.json({ result });
};

describe('An effect at somebody else’s', () => {
  it('says that it may have begun before its call leaves', async () => {
    const shop = openShop();
    const id = newId();
    let seen: unknown;
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external' },
      {
        execute: async () => {
          seen = shop.store.row(id)?.state;
          return 'charged';
        },
        respond,
      },
    );
    expect((await pay(call(id), undefined)).status).toBe(200);
    expect(seen).toBe('started');
    expect(shop.store.data.get('paid')).toBe('charged');
  });

  it('is never run again blindly: what was interrupted stays outcome_unknown until an operator decides', async () => {
    const shop = openShop();
    let calls = 0;
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external' },
      {
        execute: async () => {
          calls += 1;
          throw new Error('The connection was reset.');
        },
        respond,
      },
    );
    const id = newId();
    expect(await problemOf(await pay(call(id), undefined))).toMatchObject({ code: 'outcome_unknown' });
    expect(await problemOf(await pay(call(id), undefined))).toMatchObject({
      http: 409,
      code: 'outcome_unknown',
    });
    expect(calls).toBe(1);
    const [open] = await shop.idempotency.reconcile();
    expect(open).toMatchObject({ requestId: id, operation: 'pay' });
    expect(await shop.idempotency.settle(id, { found: 'done', result: 'charged' })).toBe(true);
    const repeat = await pay(call(id), undefined);
    expect(await repeat.json()).toEqual({ result: 'charged' });
    expect(await shop.idempotency.reconcile()).toEqual([]);
  });

  it.each([
    ['with the provider’s own key', { providerRetention: 86_400_000 }, {}, 2],
    [
      'with a lookup that finds it',
      {},
      { recover: async () => ({ found: 'done', result: 'charged' }) as const },
      1,
    ],
  ])('goes on %s', async (_name, options, more, expected) => {
    const shop = openShop();
    const keys = new Set<string>();
    let calls = 0;
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external', ...options },
      {
        execute: async (operationKey) => {
          calls += 1;
          keys.add(operationKey);
          if (calls === 1) throw new Error('The connection was reset.');
          return 'charged';
        },
        respond,
        ...more,
      },
    );
    const id = newId();
    expect(await problemOf(await pay(call(id), undefined))).toMatchObject({
      http: 503,
      code: 'effect_interrupted',
    });
    const second = await pay(call(id), undefined);
    expect(await second.json()).toEqual({ result: 'charged' });
    expect([calls, keys.size]).toEqual([expected, 1]);
  });

  it('is not run again once the provider may have forgotten its key, however long `recover` takes', async () => {
    const MINUTE = 60_000;
    const shop = openShop();
    const asked = gate<void>();
    let calls = 0;
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external', providerRetention: 10 * MINUTE },
      {
        execute: async () => {
          calls += 1;
          throw new Error('The connection was reset.');
        },
        recover: async () => {
          await asked.opened;
          return { found: 'absent' };
        },
        respond,
      },
    );
    const id = newId();
    await pay(call(id), undefined);
    shop.advance(9 * MINUTE);
    const again = pay(call(id), undefined);
    // Signs of life go on meanwhile, so that the row stays this worker's.
    for (let seconds = 0; seconds < 120; seconds += 10) {
      await new Promise((resolve) => setImmediate(resolve));
      shop.advance(10_000);
    }
    asked.open();
    expect(await problemOf(await again)).toMatchObject({ code: 'outcome_unknown' });
    expect(calls).toBe(1);
  });

  it('frees the ID where the call is proved not to have left', async () => {
    const shop = openShop();
    let calls = 0;
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external' },
      {
        execute: async () => {
          calls += 1;
          if (calls === 1) throw new EffectNotBegunError();
          return 'charged';
        },
        respond,
      },
    );
    const id = newId();
    expect((await pay(call(id), undefined)).status).toBe(500);
    expect((await pay(call(id), undefined)).status).toBe(200);
  });

  it('a worker that lost its lease cannot complete, and its business write is rolled back (law 3)', async () => {
    const shop = openShop();
    const id = newId();
    let wake: (result: string) => void = () => {};
    let calls = 0;
    const handler: Provider<string> = {
      execute: () => {
        calls += 1;
        return calls === 1 ? new Promise((resolve) => (wake = resolve)) : Promise.resolve('second');
      },
      respond,
    };
    const options = { mode: 'external', providerRetention: 86_400_000, lease: 1000 } as const;
    const stopped = openShop({ store: shop.store, after: () => () => {} });
    const zombie = stopped.idempotency.handle('pay', options, handler)(call(id), undefined);
    await expect.poll(() => calls).toBe(1);
    shop.advance(1001);
    const pay = shop.idempotency.handle('pay', options, handler);
    expect(await (await pay(call(id), undefined)).json()).toEqual({ result: 'second' });
    wake('zombie');
    expect(await (await zombie).json()).toEqual({ result: 'second' });
    expect(shop.store.data.get('paid')).toBe('second');
  });

  it('keeps its lease while it works for long', async () => {
    const shop = openShop();
    const id = newId();
    let finish: (result: string) => void = () => {};
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external', lease: 3000 },
      {
        execute: () => new Promise<string>((resolve) => (finish = resolve)),
        respond,
      },
    );
    const first = pay(call(id), undefined);
    await expect.poll(() => shop.store.row(id)?.state).toBe('started');
    for (let beat = 1; beat <= 10; beat += 1) {
      const before = shop.store.row(id)?.leaseUntil;
      shop.advance(1000);
      await expect.poll(() => shop.store.row(id)?.leaseUntil).not.toBe(before);
    }
    expect(await problemOf(await pay(call(id), undefined))).toMatchObject({ code: 'in_progress' });
    finish('charged');
    expect((await first).status).toBe(200);
  });
});

describe('a handler that hangs', () => {
  it('is taken for lost after `maxRun`, told by its signal, and its ID is not kept from everybody (law 6)', async () => {
    const shop = openShop();
    const signals: AbortSignal[] = [];
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external', lease: 3000, maxRun: 5000, providerRetention: 3_600_000 },
      {
        execute: (_key, { signal }) => {
          signals.push(signal);
          return signals.length === 1 ? new Promise(() => {}) : Promise.resolve();
        },
        respond: () => new Response('charged'),
      },
    );
    const id = newId();
    pay(call(id), {});
    await vi.waitFor(() => expect(signals).toHaveLength(1));
    const beat = async (): Promise<void> => {
      shop.advance(1000);
      await new Promise((resolve) => setImmediate(resolve));
    };
    for (let second = 0; second < 4; second += 1) await beat();
    expect(signals[0]?.aborted).toBe(false);
    expect((await pay(call(id), {})).status).toBe(409);
    for (let second = 0; second < 4; second += 1) await beat();
    expect(signals[0]?.aborted).toBe(true);
    expect(await (await pay(call(id), {})).text()).toBe('charged');
  });
});
