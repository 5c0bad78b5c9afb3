import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';
import { call, newId, openShop, type Provider, START } from './shop.ts';

const LEASE = 30_000;
const MINUTE = 60_000;
const DAY = 86_400_000;
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

  it('leaves its lines once, however often it finds nothing out, and says who has settled it', async () => {
    const shop = openShop();
    let found: Awaited<ReturnType<NonNullable<Provider<string>['recover']>>> = { found: 'unknown' };
    const pay = shop.idempotency.handle<string>(
      'pay',
      { mode: 'external' },
      { execute, recover: async () => found, respond },
    );
    const [one, other] = [newId(), newId()];
    const since = async (id: string) =>
      (await shop.idempotency.trace(id)).slice(3).map(({ kind, detail }) => `${kind} ${detail}`);
    await pay(call(one), undefined);
    await pay(call(other), undefined);
    for (let look = 0; look < 3; look += 1) await shop.idempotency.reconcile();
    expect(await since(one)).toEqual([]);
    await shop.idempotency.settle(one, { found: 'done', result: 'charged' });
    expect(await since(one)).toEqual(['taken_over operator', 'answered 200']);
    found = { found: 'done', result: 'charged' };
    await shop.idempotency.reconcile();
    expect(await since(other)).toEqual(['recovered done', 'answered 200']);
  });

  it('gives a lookup no longer than a timer can wait: of a longer one Node.js makes 1 ms', async () => {
    const waits: number[] = [];
    const shop = openShop({
      after: (ms) => {
        waits.push(ms);
        return () => {};
      },
    });
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external', lease: 25 * DAY },
      { execute, recover: async () => ({ found: 'done', result: 'charged' }), respond },
    );
    await pay(call(newId()), undefined);
    waits.length = 0;
    expect(await shop.idempotency.reconcile()).toEqual([]);
    expect(waits).toEqual([2 ** 31 - 1]);
  });

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

  it('goes on with the others where a lookup hangs (law 6)', async () => {
    const shop = openShop();
    const [hangs, other] = [newId(), newId()];
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external' },
      {
        execute,
        recover: async (_key, { requestId }) =>
          requestId === hangs ? new Promise<never>(() => {}) : { found: 'unknown' },
        respond,
      },
    );
    for (const id of [hangs, other]) {
      await pay(call(id), undefined);
      shop.advance(1);
    }
    let listed: unknown[] = [];
    shop.idempotency.reconcile().then((open) => {
      listed = open;
    });
    await tick();
    shop.errors.length = 0;
    shop.advance(LEASE);
    await tick();
    expect(listed).toMatchObject([{ requestId: hangs }, { requestId: other }]);
    expect(shop.errors.map(String)).toEqual([expect.stringContaining(hangs)]);
  });

  it('lists nothing that another worker is at by now', async () => {
    const shop = openShop({ after: () => () => {} });
    const [asked, charged] = [gate<void>(), gate<void>()];
    let [lookups, calls] = [0, 0];
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external', providerRetention: DAY },
      {
        execute: async () => {
          calls += 1;
          if (calls === 1) throw new Error('The connection was reset.');
          await charged.opened;
          return 'charged';
        },
        recover: async () => {
          lookups += 1;
          if (lookups > 1) return { found: 'absent' };
          await asked.opened;
          return { found: 'done', result: 'charged' };
        },
        respond,
      },
    );
    const id = newId();
    await pay(call(id), undefined);
    shop.advance(1);
    const reconciled = shop.idempotency.reconcile();
    await tick();
    shop.advance(LEASE + 1);
    const repeat = pay(call(id), undefined);
    await tick();
    asked.open();
    expect(await reconciled).toEqual([]);
    charged.open();
    expect((await repeat).status).toBe(200);
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
