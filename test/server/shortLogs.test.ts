import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';
import { call, newId, openShop, problemOf } from './shop.ts';

const DAY = 86_400_000;

describe('An effect of which somebody has heard that it never will happen', () => {
  it('is not executed once more when that line of the log is old (law 4)', async () => {
    const [left, failed] = [gate<void>(), gate<void>()];
    const effects: string[] = [];
    // It gives no sign of life, so that its lease runs out.
    const shop = openShop({ after: () => () => {} });
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external', providerRetention: 90 * DAY, unique: () => 'cart 1' },
      {
        execute: async (_key, { requestId }) => {
          effects.push(requestId);
          if (effects.length > 1) return 'charged';
          left.open();
          await failed.opened;
          throw new Error('The connection was reset.');
        },
        respond: (result) => Response.json({ result }),
      },
    );
    const id = newId();
    const answering = pay(call(id), undefined);
    await left.opened;
    shop.advance(30_001);
    expect(await shop.idempotency.settle(id, { found: 'absent' })).toBe(true);
    const second = newId();
    expect((await pay(call(second), undefined)).status).toBe(200);
    failed.open();
    expect(await problemOf(await answering)).toMatchObject({ code: 'outcome_unknown' });
    // Lines are kept for 30 days.
    shop.advance(31 * DAY);
    await shop.idempotency.purge();
    expect((await shop.idempotency.trace(id)).map(({ kind }) => kind)).toEqual(['cancelled']);
    await pay(call(id), undefined);
    expect(effects).toEqual([id, second]);
  });
});
