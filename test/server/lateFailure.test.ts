import { EffectNotBegunError } from 'safe-action/server';
import { createMemoryServerStore } from 'safe-action/testing';
import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';
import { call, newId, openShop, problemOf, START } from './shop.ts';

const LEASE = 30_000;
const DAY = 86_400_000;

describe('a worker whose call fails after an operator said `absent`', () => {
  /** The first call is on its way until it fails; its worker gives no sign of life, and its lease is over. */
  async function failing(options: { providerRetention?: number } = {}, thrown?: Error) {
    let now = START;
    let failures = 0;
    const store = createMemoryServerStore({
      now: () => now,
      step: (name) => {
        if (name === 'write' && failures-- > 0) throw new Error('The database is not there.');
      },
    });
    const shop = openShop({ store, now: () => now, after: () => () => {} });
    const [left, failed] = [gate<void>(), gate<void>()];
    const effects: string[] = [];
    let key = '';
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external', unique: () => 'cart 1', ...options },
      {
        execute: async (operationKey, { requestId }) => {
          if (requestId !== id || key) {
            effects.push(requestId);
            return 'charged';
          }
          key = operationKey;
          left.open();
          await failed.opened;
          throw thrown ?? new Error('The connection was reset while the answer was read.');
        },
        respond: (result) => Response.json({ result }),
      },
    );
    const id = newId();
    const answering = pay(call(id), undefined).then(problemOf);
    await left.opened;
    now += LEASE + 1;
    expect(await shop.idempotency.settle(id, { found: 'absent' })).toBe(true);
    return {
      pay,
      effects,
      fail: (times = 0) => {
        failures = times;
        failed.open();
        return answering;
      },
      isTold: () => shop.errors.map(String).join().includes(key),
      repeat: async () => problemOf(await pay(call(id), undefined)),
    };
  }

  it.each([
    ['', 0],
    [', also where the database fails once', 1],
  ])('tells whoever is on duty, and nobody hears that nothing happened%s', async (_name, failures) => {
    const { fail, isTold, repeat } = await failing();
    expect(await fail(failures)).toMatchObject({ code: 'outcome_unknown', safeNewKey: false });
    expect(isTold()).toBe(true);
    expect(await repeat()).toMatchObject({ code: 'outcome_unknown', safeNewKey: false });
  });

  it('is not executed once more beside what the person did since, though the provider knows its key', async () => {
    const { fail, effects, pay, repeat } = await failing({ providerRetention: DAY });
    const second = newId();
    expect((await pay(call(second), undefined)).status).toBe(200);
    await fail();
    expect(await repeat()).toMatchObject({ code: 'outcome_unknown' });
    expect(effects).toEqual([second]);
  });

  it('leaves that as it is where its call is proved not to have left', async () => {
    const { fail, repeat } = await failing({}, new EffectNotBegunError());
    await fail();
    expect(await repeat()).toMatchObject({ code: 'cancelled', safeNewKey: true });
  });
});
