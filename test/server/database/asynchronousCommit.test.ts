import type { PoolClient } from 'pg';
import { createIdempotency } from 'safe-action/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPostgres, type Postgres, startPostgres } from '../../../scripts/postgres.mjs';
import { newId } from './ids.ts';
import { openPostgres, type PostgresUnderTest } from './postgres.ts';

const call = (id: string): Request =>
  new Request('http://shop.example/charge', { method: 'POST', headers: { 'Idempotency-Key': id } });

describe.runIf(findPostgres())('A database that answers a commit before it is on the disk', () => {
  let postgres: Postgres | undefined;
  let under: PostgresUnderTest;
  beforeAll(async () => {
    // Nothing is written by itself for as long as a test takes.
    postgres = await startPostgres({ synchronous_commit: 'off', wal_writer_delay: '10s' });
    under = await openPostgres(postgres?.url);
    await under.pool.query('checkpoint');
  }, 300_000);
  afterAll(async () => {
    await under.close();
    postgres?.stop();
  });

  const opened = () =>
    createIdempotency({ store: under.store, secret: 'a secret of the tests', onError: () => {} });
  const options = { mode: 'external', principal: 'public' } as const;
  /** What it answers as soon as its connections are new ones. */
  const codeOf = async (ask: () => Promise<Response>): Promise<string> => {
    for (;;) {
      const { code } = (await (await ask()).json()) as { code: string };
      if (code !== 'store_down') return code;
    }
  };
  const crash = (): void => {
    postgres?.crash();
    postgres?.start();
  };

  it.each([
    ['at once', undefined],
    ['after a look at the request', () => undefined],
  ])(
    'knows that an effect may have begun when it comes back, and begins none again (%s)',
    async (name, prepare) => {
      let charges = 0;
      const charge = opened().handle(`charge ${name}`, options, {
        ...(prepare && { prepare }),
        execute: async () => {
          charges += 1;
          crash();
        },
        respond: () => Response.json({ code: 'charged' }),
      });
      const id = newId();
      await charge(call(id), undefined);
      // Its worker may have found no connection to say that it is gone.
      expect(await codeOf(() => charge(call(id), undefined))).toMatch(/^outcome_unknown|in_progress$/);
      expect(charges).toBe(1);
    },
  );

  it('knows what it has promised never to do', async () => {
    const idempotency = opened();
    let charges = 0;
    const charge = idempotency.handle('charge', options, {
      execute: async () => {
        charges += 1;
      },
      respond: () => Response.json({ code: 'charged' }),
    });
    const id = newId();
    expect(await codeOf(() => idempotency.cancel(id, call(id), undefined))).toBe('cancelled');
    crash();
    expect(await codeOf(() => charge(call(id), undefined))).toBe('cancelled');
    expect(charges).toBe(0);
  });

  it('knows what it has said is done, to a caller and to the sender of an event', async () => {
    const idempotency = opened();
    const write = (client: PoolClient, key: string) =>
      client.query("insert into paid values ($1, 'paid')", [key]);
    const pay = idempotency.handle('pay', { ...options, mode: 'local' }, async (_call, client) => {
      await write(client, 'pay');
      return Response.json({ code: 'paid' });
    });
    const event = idempotency.webhook<{ id: string }>(
      'bank',
      {
        verify: () => ({ id: 'evt_1' }),
        id: ({ id }) => id,
        object: () => null,
        createdAt: () => Date.now(),
      },
      async (_event, client) => {
        await write(client, 'event');
        return Response.json({ code: 'applied' });
      },
    );
    for (const [said, ask] of [
      ['paid', () => pay(call(newId()), undefined)],
      ['applied', () => event(call(newId()))],
    ] as const) {
      expect(await codeOf(ask)).toBe(said);
      crash();
    }
    await expect.poll(() => under.get('pay').catch(() => 'no connection')).toBe('paid');
    expect(await under.get('event')).toBe('paid');
  });
});
