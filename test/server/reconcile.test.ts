import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';
import { call, newId, openShop, type Provider, START } from './shop.ts';

const MINUTE = 60_000;
const tick = () => new Promise((resolve) => setImmediate(resolve));
const respond: Provider<string>['respond'] = (result) => Response.json({ result });
const execute = () => Promise.reject(new Error('The connection was reset.'));

describe('reconcile()', () => {
  it.each(['nobody can be asked about', 'only another server knows'])(
    'comes to every effect, however many there are that %s',
    async (which) => {
      const shop = openShop();
      const other = openShop({ store: shop.store });
      const stuck = (which === 'only another server knows' ? other : shop).idempotency.handle(
        'stuck',
        { mode: 'external' },
        { execute, respond },
      );
      const asked: string[] = [];
      const pay = shop.idempotency.handle(
        'pay',
        { mode: 'external' },
        {
          execute,
          recover: async (_key, { requestId }) => {
            asked.push(requestId);
            return { found: 'done', result: 'charged' };
          },
          respond,
        },
      );
      for (let count = 0; count < 10; count += 1) await stuck(call(newId()), undefined);
      const id = newId();
      await pay(call(id), undefined);
      const listed: number[] = [];
      for (let round = 0; round < 3; round += 1) {
        shop.advance(MINUTE);
        listed.push((await shop.idempotency.reconcile(5)).length);
      }
      expect(asked).toEqual([id]);
      expect(listed).toEqual([5, 5, 4]);
      expect(await shop.idempotency.reconcile()).toHaveLength(10);
    },
  );

  it('goes on with the others where a lookup gives nothing', async () => {
    const shop = openShop();
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external' },
      { execute, recover: async () => undefined as never, respond },
    );
    for (let count = 0; count < 2; count += 1) await pay(call(newId()), undefined);
    shop.advance(MINUTE);
    expect(await shop.idempotency.reconcile()).toHaveLength(2);
  });

  it('lists the oldest effects first, whatever it looked at first', async () => {
    const shop = openShop();
    const prepared = gate<void>();
    const [late, early] = [newId(), newId()];
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external' },
      {
        prepare: async ({ requestId }) => {
          if (requestId === late) await prepared.opened;
          return undefined;
        },
        execute,
        respond,
      },
    );
    const running = pay(call(late), undefined);
    await tick();
    await pay(call(early), undefined);
    shop.advance(1000);
    prepared.open();
    await running;
    shop.advance(1000);
    const startedAt = async (limit?: number) =>
      (await shop.idempotency.reconcile(limit)).map((open) => open.startedAt);
    expect(await startedAt(1)).toEqual([START]);
    shop.advance(1000);
    expect(await startedAt()).toEqual([START, START + 1000]);
  });
});
