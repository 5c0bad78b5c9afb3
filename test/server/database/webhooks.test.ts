import type { PoolClient } from 'pg';
import { createIdempotency } from 'safe-action/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { weather } from '../webhookStorm.ts';
import { openPostgres, type PostgresUnderTest, url } from './postgres.ts';

/** The whole proof: `WEBHOOK_DELIVERIES=10000 npm run test:server`. */
const DELIVERIES = Number(process.env.WEBHOOK_DELIVERIES ?? 2000);

describe.runIf(url)('Webhooks on PostgreSQL', () => {
  let under: PostgresUnderTest;
  beforeAll(async () => {
    under = await openPostgres();
    await under.pool.query('create table notes (event text)');
    await under.pool.query('create table states (object text primary key, state text)');
  });
  afterAll(() => under.close());

  it(`${DELIVERIES} deliveries, shuffled, five of each event, half of them at once: every object ends in its newest state`, async () => {
    const { deliveries } = await weather<PoolClient>(
      {
        store: under.store,
        note: async (client, id) => {
          await client.query('insert into notes values ($1)', [id]);
        },
        set: async (client, object, state) => {
          await client.query(
            'insert into states values ($1, $2) on conflict (object) do update set state = excluded.state',
            [object, state],
          );
        },
        notes: async () => (await under.pool.query('select event from notes')).rows.map(({ event }) => event),
        states: async () =>
          new Map(
            (await under.pool.query('select object, state from states')).rows.map(({ object, state }) => [
              object,
              state,
            ]),
          ),
      },
      { objects: DELIVERIES / 50, copies: 5, seed: 2 },
    );
    expect(deliveries).toBe(DELIVERIES);
  }, 120_000);

  it('take an object of 1,000 characters, whatever its script: an index takes 2.7 kB', async () => {
    interface Change {
      id: string;
      object: string;
      at: number;
    }
    const errors: unknown[] = [];
    const applied: string[] = [];
    const idempotency = createIdempotency({
      store: under.store,
      secret: 'a secret of the tests',
      onError: (error) => errors.push(error),
    });
    const receive = idempotency.webhook<Change>(
      'bank',
      {
        verify: ({ body }) => JSON.parse(new TextDecoder().decode(body)),
        id: ({ id }) => id,
        object: ({ object }) => object,
        createdAt: ({ at }) => at,
      },
      ({ id }) => {
        applied.push(id);
      },
    );
    const send = async (change: Change) =>
      (await receive(new Request('https://shop.example/', { method: 'POST', body: JSON.stringify(change) })))
        .status;
    // Three bytes each, and drawn, so that compression makes it no shorter.
    const drawn = Array.from({ length: 999 }, () => 0x4e00 + Math.floor(Math.random() * 20_000));
    const object = String.fromCharCode(...drawn);
    const now = Date.now();
    expect(await send({ id: 'newer', object: `${object}a`, at: now })).toBe(204);
    expect(await send({ id: 'older', object: `${object}a`, at: now - 1 })).toBe(200);
    expect(await send({ id: 'of_another', object: `${object}b`, at: now - 1 })).toBe(204);
    expect([applied, errors]).toEqual([['newer', 'of_another'], []]);
  });
});
