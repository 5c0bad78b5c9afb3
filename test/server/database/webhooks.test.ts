import type { PoolClient } from 'pg';
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
});
