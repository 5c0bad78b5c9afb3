import type { PoolClient } from 'pg';
import { createIdempotency } from 'safe-action/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gate } from '../gate.ts';
import { payCall } from './crashShop.ts';
import { newId } from './ids.ts';
import { long } from './long.ts';
import { openPostgres, type PostgresUnderTest, url } from './postgres.ts';

const KEYS = long ? 200 : 40;
const CLIENTS = 32;

describe.runIf(url)('Many at once, on PostgreSQL', () => {
  let under: PostgresUnderTest;
  const server = (after?: (ms: number, task: () => void) => () => void) =>
    createIdempotency<PoolClient>({
      store: under.store,
      secret: 'a secret of the tests',
      onError: () => {},
      ...(after && { after }),
    });
  const effects = async (ids: string[]): Promise<number[]> => {
    const { rows } = await under.pool.query(
      'select asked.id, count(paid.key)::integer as many from unnest($1::text[]) asked (id) left join paid on key = id group by 1',
      [ids],
    );
    return rows.map(({ many }) => many as number);
  };
  beforeAll(async () => {
    under = await openPostgres();
  }, 300_000);
  afterAll(() => under.close());

  it.each(['local', 'external'] as const)(
    'one of 32 clients wins each key, and the others hear of it (%s)',
    async (mode) => {
      let runs = 0;
      const pay =
        mode === 'local'
          ? server().handle('pay', { mode, principal: 'public' }, async ({ requestId }, client) => {
              runs += 1;
              await under.put(client, requestId, 'paid');
              return Response.json({ paid: requestId });
            })
          : server().handle(
              'pay',
              { mode, principal: 'public' },
              {
                execute: async (_key, { requestId }) => {
                  runs += 1;
                  return requestId;
                },
                respond: async (requestId, client) => {
                  await under.put(client, requestId, 'paid');
                  return Response.json({ paid: requestId });
                },
              },
            );
      const ids = Array.from({ length: KEYS }, newId);
      const seen = new Map<string, number>();
      const client = async (): Promise<void> => {
        for (const id of ids) {
          const response = await pay(payCall(id), undefined);
          const replayed = response.headers.get('Idempotent-Replayed') ? ' again' : '';
          const body = (await response.json()) as { paid?: string; code?: string };
          if (response.status === 200) expect(body.paid).toBe(id);
          const what = response.status === 200 ? `paid${replayed}` : String(body.code);
          seen.set(what, (seen.get(what) ?? 0) + 1);
        }
      };
      await Promise.all(Array.from({ length: CLIENTS }, client));
      expect(runs).toBe(KEYS);
      expect(await effects(ids)).toEqual(ids.map(() => 1));
      expect(seen.get('paid')).toBe(KEYS);
      expect(
        [...seen.keys()].filter((what) => !['paid', 'paid again', 'in_progress'].includes(what)),
      ).toEqual([]);
    },
    300_000,
  );

  it('one of 16 servers takes over when a lease has ended, and the zombie changes nothing (law 3)', async () => {
    const id = newId();
    const entered = gate<void>();
    const wake = gate<void>();
    let calls = 0;
    const options = {
      mode: 'external',
      principal: 'public',
      lease: 300,
      providerRetention: 3_600_000,
    } as const;
    const handler = {
      execute: async () => {
        calls += 1;
        if (calls > 1) return 'second';
        entered.open();
        await wake.opened;
        return 'zombie';
      },
      respond: async (result: string, client: PoolClient) => {
        await under.put(client, id, result);
        return Response.json({ result });
      },
    };
    // A process that is stopped sends no heartbeat.
    const zombie = server(() => () => {}).handle('pay', options, handler)(payCall(id), undefined);
    await entered.opened;
    const statuses = async (): Promise<number[]> => {
      const responses = await Promise.all(
        Array.from({ length: 16 }, () => server().handle('pay', options, handler)(payCall(id), undefined)),
      );
      return responses.map(({ status }) => status);
    };
    await expect.poll(statuses, { timeout: 60_000, interval: 50 }).toContain(200);
    expect(calls).toBe(2);
    const before = (await under.store.find(id)).row;
    wake.open();
    expect(await (await zombie).json()).toEqual({ result: 'second' });
    const after = (await under.store.find(id)).row;
    expect(after).toEqual(before);
    expect(await effects([id])).toEqual([1]);
    expect(await under.get(id)).toBe('second');
  }, 300_000);

  it('a stalled local worker is ended by the database, and what it wrote with it', async () => {
    const id = newId();
    const stalled = gate<void>();
    const woken = gate<void>();
    let runs = 0;
    const pay = server().handle(
      'pay',
      { mode: 'local', principal: 'public', lease: 200 },
      async ({ requestId }, client) => {
        runs += 1;
        await under.put(client, requestId, `run ${runs}`);
        if (runs === 1) {
          stalled.open();
          await woken.opened;
        }
        return Response.json({ run: runs });
      },
    );
    const first = pay(payCall(id), undefined);
    await stalled.opened;
    const repeat = async (): Promise<number> => (await pay(payCall(id), undefined)).status;
    await expect.poll(repeat, { timeout: 60_000, interval: 50 }).toBe(200);
    woken.open();
    expect((await first).status).toBe(503);
    expect(await under.get(id)).toBe('run 2');
    expect(await effects([id])).toEqual([1]);
  }, 300_000);

  it('needs one connection per call: a pool of one does not wait for itself', async () => {
    const small = await openPostgres(url, 1);
    const pay = createIdempotency<PoolClient>({ store: small.store, secret: 'a secret of the tests' }).handle(
      'pay',
      { mode: 'external', principal: 'public' },
      {
        execute: async () => {
          // Somebody else's from here on, as after a takeover.
          await small.pool.query('update safe_action_requests set fence = fence + 1');
          return 'paid';
        },
        respond: () => Response.json('paid'),
      },
    );
    const response = await pay(payCall(newId()), undefined);
    expect(((await response.json()) as { code: string }).code).toBe('in_progress');
    await small.close();
  });

  it('a transaction in which something failed unseen is not taken for committed', async () => {
    const lying = under.store.transact(async (tx) => {
      await tx.native.query('select 1 / 0').catch(() => {});
      return 'done';
    });
    await expect(lying).rejects.toThrow('rolled back');
  });
});
