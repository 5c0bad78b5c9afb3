import { EffectNotBegunError } from 'safe-action/server';
import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';
import { call, newId, openShop, type Provider, problemOf } from './shop.ts';

const LEASE = 30_000;
const DAY = 86_400_000;
const tick = () => new Promise((resolve) => setImmediate(resolve));
const respond: Provider<string>['respond'] = (result) => Response.json({ result });

describe('A worker that has lost its row', () => {
  it('does not say "nothing happened" of its own call where another one’s has done it', async () => {
    const shop = openShop({ after: () => () => {} });
    const connecting = gate<void>();
    let calls = 0;
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external', providerRetention: DAY },
      {
        execute: async () => {
          calls += 1;
          if (calls > 1) return 'charged';
          await connecting.opened;
          throw new EffectNotBegunError();
        },
        respond,
      },
    );
    const id = newId();
    const answering = pay(call(id), undefined);
    await tick();
    shop.advance(LEASE + 1);
    expect((await pay(call(id), undefined)).status).toBe(200);
    connecting.open();
    expect(await problemOf(await answering)).toMatchObject({ http: 200, result: 'charged' });
  });

  it('tells whoever is on duty of an effect that has happened where an operator said it never would', async () => {
    const shop = openShop({ after: () => () => {} });
    const charged = gate<void>();
    let key = '';
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external' },
      {
        execute: async (operationKey) => {
          key = operationKey;
          await charged.opened;
          return 'charged';
        },
        respond,
      },
    );
    const id = newId();
    const answering = pay(call(id), undefined);
    await tick();
    shop.advance(LEASE + 1);
    expect(await shop.idempotency.settle(id, { found: 'absent' })).toBe(true);
    charged.open();
    expect(await problemOf(await answering)).toMatchObject({ code: 'outcome_unknown', safeNewKey: false });
    expect(shop.errors).toEqual([expect.objectContaining({ message: expect.stringContaining(key) })]);
    expect(await shop.idempotency.trace(id)).toContainEqual(
      expect.objectContaining({ kind: 'unknown', detail: 'happened' }),
    );
  });

  it('does not execute once more what another one has taken over while it asked', async () => {
    const shop = openShop({ after: () => () => {} });
    const asked = gate<void>();
    let calls = 0;
    let lookups = 0;
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external', providerRetention: DAY },
      {
        execute: async () => {
          calls += 1;
          if (calls === 1) throw new Error('The connection was reset.');
          return 'charged';
        },
        recover: async () => {
          lookups += 1;
          if (lookups === 1) await asked.opened;
          return { found: 'absent' };
        },
        respond,
      },
    );
    const id = newId();
    await pay(call(id), undefined);
    const stalled = pay(call(id), undefined);
    await tick();
    shop.advance(LEASE + 1);
    expect((await pay(call(id), undefined)).status).toBe(200);
    asked.open();
    expect((await stalled).status).toBe(200);
    expect(calls).toBe(2);
  });

  it('does not say "not known" of what is answered: its lookup found nothing out', async () => {
    const shop = openShop({ after: () => () => {} });
    const asked = gate<void>();
    let lookups = 0;
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external' },
      {
        execute: (): Promise<string> => Promise.reject(new Error('The connection was reset.')),
        recover: async () => {
          lookups += 1;
          if (lookups > 1) return { found: 'done', result: 'charged' };
          await asked.opened;
          return { found: 'unknown' };
        },
        respond,
      },
    );
    const id = newId();
    await pay(call(id), undefined);
    const stalled = pay(call(id), undefined);
    await tick();
    shop.advance(LEASE + 1);
    expect((await pay(call(id), undefined)).status).toBe(200);
    asked.open();
    expect(await problemOf(await stalled)).toMatchObject({ http: 200, result: 'charged' });
  });

  it('nor of what an operator has settled: its own call failed', async () => {
    const shop = openShop({ after: () => () => {} });
    const charged = gate<void>();
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external' },
      {
        execute: async (): Promise<string> => {
          await charged.opened;
          throw new Error('The connection was reset.');
        },
        respond,
      },
    );
    const id = newId();
    const answering = pay(call(id), undefined);
    await tick();
    shop.advance(LEASE + 1);
    expect(await shop.idempotency.settle(id, { found: 'done', result: 'charged' })).toBe(true);
    charged.open();
    expect(await problemOf(await answering)).toMatchObject({ http: 200, result: 'charged' });
  });
});
