import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import { createIdempotency, pgliteStore } from 'safe-action/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gate } from '../gate.ts';
import { problemOf } from '../shop.ts';
import { payCall } from './crashShop.ts';
import { newId } from './ids.ts';
import { openPostgres, type PostgresUnderTest, url } from './postgres.ts';

const settings = { secret: 'a secret of the tests', onError: () => {} };
const local = { mode: 'local', principal: 'public' } as const;

describe('On PGlite', () => {
  it('writes nothing of what a handler sends after its transaction was rolled back', async () => {
    const store = await pgliteStore(PGlite);
    await store.migrate();
    await store.database.exec('create table paid (key text)');
    const refused = gate<void>();
    let charging: Promise<unknown> | undefined;
    const pay = createIdempotency({ store, ...settings }).handle('pay', local, async (_call, tx) => {
      charging = refused.opened.then(() => tx.query("insert into paid values ('late')"));
      throw new Error('sold out');
    });
    expect((await pay(payCall(newId()), undefined)).status).toBe(500);
    refused.open();
    await expect(charging).rejects.toThrow('closed');
    expect((await store.database.query('select * from paid')).rows).toEqual([]);
    await store.close();
  }, 300_000);
});

describe.runIf(url)('On PostgreSQL', () => {
  let under: PostgresUnderTest;
  beforeAll(async () => {
    under = await openPostgres(url, 1);
  });
  afterAll(() => under.close());

  it('writes nothing of what a handler sends after another of its statements has failed', async () => {
    const refused = gate<void>();
    let charging: Promise<unknown> | undefined;
    const { store, get, put } = under;
    const pay = createIdempotency({ store, ...settings }).handle('pay', local, async (_call, client) => {
      const charge = async () => {
        await put(client, 'early', 'paid');
        await refused.opened;
        await put(client, 'late', 'paid');
      };
      charging = charge();
      await Promise.all([charging, client.query('select 1 / 0')]);
      return Response.json({});
    });
    expect((await pay(payCall(newId()), undefined)).status).toBe(500);
    refused.open();
    await expect(charging).rejects.toMatchObject({ code: 'transaction_ended' });
    expect([await get('early'), await get('late')]).toEqual([undefined, undefined]);
  });

  it('gives the handler a client of `pg`, to its callbacks, cursors and methods', async () => {
    const { store } = under;
    const pay = createIdempotency({ store, ...settings }).handle('pay', local, async (_call, client) => {
      const called = gate<unknown>();
      client.query('select 1 as one', (_error: unknown, { rows }: pg.QueryResult) => called.open(rows));
      const submitted = new pg.Query('select 2 as two');
      const rows: unknown[] = [];
      const over = gate<void>();
      submitted.on('row', (row) => rows.push(row));
      submitted.on('end', () => over.open());
      client.query(submitted);
      await over.opened;
      const quoted = [client.escapeLiteral("'"), client.escapeIdentifier('a')];
      return Response.json([client instanceof pg.Client, await called.opened, rows, quoted]);
    });
    const answer = await pay(payCall(newId()), undefined);
    expect(await answer.json()).toEqual([true, [{ one: 1 }], [{ two: 2 }], ["''''", '"a"']]);
  });

  it('frees the connection of a handler that hangs, once the database has ended its transaction', async () => {
    const hanging = gate<void>();
    const late = gate<unknown>();
    const { store, get, put } = under;
    const idempotency = createIdempotency({ store, ...settings });
    const hang = idempotency.handle('hang', { ...local, lease: 200 }, async (_call, client) => {
      await put(client, 'hung', 'paid');
      await hanging.opened;
      await put(client, 'woken', 'paid').catch(late.open);
      return Response.json({});
    });
    expect(await problemOf(await hang(payCall(newId()), undefined))).toMatchObject({
      http: 503,
      code: 'effect_interrupted',
    });
    // The pool has one connection.
    expect(await get('hung')).toBeUndefined();
    hanging.open();
    expect(await late.opened).toMatchObject({ code: 'transaction_ended' });
    expect(await get('woken')).toBeUndefined();
  });
});
