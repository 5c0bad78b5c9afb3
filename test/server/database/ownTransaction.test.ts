import { PGlite, type Transaction } from '@electric-sql/pglite';
import { raw, sql } from '@electric-sql/pglite/template';
import type pg from 'pg';
import { createIdempotency, type LocalHandler, pgliteStore } from 'safe-action/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gate } from '../gate.ts';
import { problemOf } from '../shop.ts';
import { payCall } from './crashShop.ts';
import { newId } from './ids.ts';
import { openPostgres, type PostgresUnderTest, url } from './postgres.ts';

const errors: unknown[] = [];
const settings = { secret: 'a secret of the tests', onError: (error: unknown) => void errors.push(error) };
const local = { mode: 'local', principal: 'public' } as const;

/** As query builders do it, with one client. */
async function inTransaction<T>(client: pg.PoolClient, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

describe.runIf(url)('On PostgreSQL, a handler that begins a transaction of its own', () => {
  let under: PostgresUnderTest;
  beforeAll(async () => {
    under = await openPostgres(url, 4);
  });
  afterAll(() => under.close());
  const count = async (key: string) =>
    (await under.pool.query('select * from paid where key = $1', [key])).rows.length;
  const paying = (name: string, handler: LocalHandler<pg.PoolClient, unknown>) => {
    errors.length = 0;
    return createIdempotency({ store: under.store, ...settings }).handle(name, local, handler);
  };

  it('is undone where it throws after that, and runs once in all', async () => {
    let runs = 0;
    const pay = paying('thrown', async (_call, client) => {
      runs += 1;
      await inTransaction(client, () => under.put(client, 'thrown', 'paid'));
      if (runs === 1) throw new Error('The receipt cannot be made.');
      return Response.json({});
    });
    const id = newId();
    expect(await problemOf(await pay(payCall(id), undefined))).toMatchObject({ code: 'handler_failed' });
    const happened = await count('thrown');
    expect((await pay(payCall(id), undefined)).status).toBe(200);
    expect([happened, await count('thrown')]).toEqual([0, 1]);
  });

  it('leaves nothing behind where it refuses after that', async () => {
    const pay = paying('refused', async (_call, client) => {
      await inTransaction(client, () => under.put(client, 'refused', 'paid'));
      return Response.json({ code: 'sold_out' }, { status: 409 });
    });
    const id = newId();
    await pay(payCall(id), undefined);
    const repeat = await pay(payCall(id), undefined);
    expect([repeat.status, repeat.headers.get('idempotent-replayed')]).toEqual([409, 'true']);
    expect(await count('refused')).toBe(0);
  });

  it('undoes what it rolls back, and that alone', async () => {
    const pay = paying('undone', async (_call, client) => {
      await under.put(client, 'undone', 'paid');
      const bonus = inTransaction(client, async () => {
        await under.put(client, 'bonus', 'paid');
        await inTransaction(client, () => under.put(client, 'deeper', 'paid'));
        await client.query('select nobody from nowhere');
      });
      await expect(bonus).rejects.toThrow('nowhere');
      return Response.json({});
    });
    expect((await pay(payCall(newId()), undefined)).status).toBe(200);
    expect([await count('undone'), await count('bonus'), await count('deeper')]).toEqual([1, 0, 0]);
  });

  it('may roll back what it could not commit', async () => {
    const pay = paying('failed', async (_call, client) => {
      await client.query('begin');
      await client.query('select nobody from nowhere').catch(() => {});
      await expect(client.query('commit')).rejects.toThrow('aborted');
      await client.query('rollback');
      await under.put(client, 'failed', 'paid');
      return Response.json({});
    });
    expect((await pay(payCall(newId()), undefined)).status).toBe(200);
    expect(await count('failed')).toBe(1);
  });

  it('does not let a repeat run beside it', async () => {
    const committed = gate<void>();
    const goOn = gate<void>();
    let runs = 0;
    const pay = paying('beside', async (_call, client) => {
      runs += 1;
      await inTransaction(client, () => under.put(client, 'beside', 'paid'));
      committed.open();
      if (runs === 1) await goOn.opened;
      return Response.json({});
    });
    const id = newId();
    const first = pay(payCall(id), undefined);
    await committed.opened;
    expect((await pay(payCall(id), undefined)).status).toBe(409);
    goOn.open();
    expect((await first).status).toBe(200);
    expect([runs, await count('beside')]).toEqual([1, 1]);
  });

  it.each([
    'commit',
    'rollback',
    '/* a /* b */ c */ commit',
    'begin isolation level serializable',
    'select 1; commit',
  ])('sends no `%s`, which would end the store’s, and is told so', async (text) => {
    const pay = paying(`refused ${text}`, async (_call, client) => {
      await under.put(client, text, 'paid');
      await client.query(text);
      return Response.json({});
    });
    expect(await problemOf(await pay(payCall(newId()), undefined))).toMatchObject({
      code: 'handler_failed',
    });
    expect(errors).toEqual([expect.objectContaining({ code: 'transaction_control' })]);
    expect(await count(text)).toBe(0);
  });

  it('is told so by its callback, too', async () => {
    const pay = paying('called', async (_call, client) => {
      const heard = gate<unknown>();
      client.query('commit', heard.open);
      return Response.json({ code: ((await heard.opened) as { code: string }).code });
    });
    expect(await (await pay(payCall(newId()), undefined)).json()).toEqual({ code: 'transaction_control' });
  });

  it('may wait for its answers by callbacks, as some query builders do', async () => {
    const pay = paying('callbacks', async (_call, client) => {
      const send = (text: string) =>
        new Promise<pg.QueryResult>((resolve, reject) => {
          client.query({ text }, (error, result) => (error ? reject(error) : resolve(result)));
        });
      await send('BEGIN;');
      await send("insert into paid values ('callbacks', 'kept')");
      await send('COMMIT;');
      await send('start transaction');
      await send("insert into paid values ('callbacks', 'undone')");
      await expect(send('select nobody from nowhere')).rejects.toThrow('nowhere');
      await expect(send('commit')).rejects.toThrow('aborted');
      await send('rollback');
      return Response.json({});
    });
    expect((await pay(payCall(newId()), undefined)).status).toBe(200);
    expect(errors).toEqual([]);
    expect((await under.pool.query("select value from paid where key = 'callbacks'")).rows).toEqual([
      { value: 'kept' },
    ]);
  });

  it('gets the result that each of its statements has outside, too', async () => {
    const pay = paying('results', async (_call, client) => {
      const results: unknown[] = [];
      for (const text of ['begin', 'commit', 'start transaction', 'rollback', 'begin', 'end']) {
        const { command, rows, rowCount } = await client.query(text);
        results.push([command, rows, rowCount]);
      }
      return Response.json(results);
    });
    const client = await under.pool.connect();
    const outside: unknown[] = [];
    for (const text of ['begin', 'commit', 'begin', 'rollback', 'begin', 'end']) {
      const { command, rows, rowCount } = await client.query(text);
      outside.push([command, rows, rowCount]);
    }
    client.release();
    expect(await (await pay(payCall(newId()), undefined)).json()).toEqual(outside);
  });

  it('does not begin another one beside it: the one would undo what the other did', async () => {
    const pay = paying('side by side', async (_call, client) => {
      const [failing, paid] = await Promise.allSettled([
        inTransaction(client, async () => {
          await under.put(client, 'points', 'paid');
          throw new Error('no points');
        }),
        inTransaction(client, () => under.put(client, 'side by side', 'paid')),
      ]);
      expect(failing).toMatchObject({ reason: { message: 'no points' } });
      expect(paid).toMatchObject({ reason: { code: 'transaction_control' } });
      await inTransaction(client, () => under.put(client, 'in turn', 'paid'));
      return Response.json({});
    });
    expect((await pay(payCall(newId()), undefined)).status).toBe(200);
    expect([await count('points'), await count('side by side'), await count('in turn')]).toEqual([0, 0, 1]);
  });

  it.each(['callback', 'promise'])(
    'begins none while another statement waits for its answer by a %s, and may end one then',
    async (how) => {
      const pay = paying(`waiting by a ${how}`, async (_call, client) => {
        await client.query('begin');
        const heard = gate<unknown>();
        const waiting = how === 'promise' ? client.query('select 1') : heard.opened;
        if (how === 'callback') client.query('select $1::int', [1], heard.open);
        await expect(client.query('begin')).rejects.toMatchObject({ code: 'transaction_control' });
        const committed = client.query('commit');
        await waiting;
        await committed;
        await client.query('begin');
        await client.query('rollback');
        return Response.json({});
      });
      expect((await pay(payCall(newId()), undefined)).status).toBe(200);
      expect(errors).toEqual([]);
    },
  );
});

describe.runIf(url)('On PostgreSQL, a handler that gives its client back', () => {
  it('gives it to nobody before its transaction is over', async () => {
    const one = await openPostgres(url, 1);
    errors.length = 0;
    const { store, put, pool } = one;
    const idempotency = createIdempotency({ store, ...settings });
    const habit = idempotency.handle('habit', local, async (_call, client) => {
      try {
        await put(client, 'first', 'paid');
        return Response.json({});
      } finally {
        client.release();
      }
    });
    const failing = idempotency.handle('failing', local, async (_call, client) => {
      await put(client, 'second', 'paid');
      throw new Error('sold out');
    });
    const [answer] = await Promise.all([
      habit(payCall(newId()), undefined),
      failing(payCall(newId()), undefined),
    ]);
    expect(answer.status).toBe(200);
    expect((await pool.query('select key from paid')).rows).toEqual([{ key: 'first' }]);
    await one.close();
  });

  it('does not end it', async () => {
    const one = await openPostgres(url, 1);
    const pay = createIdempotency({ store: one.store, ...settings }).handle(
      'pay',
      local,
      async (_call, client) => {
        const { end } = client as unknown as { end(): void };
        expect(end).toThrow(expect.objectContaining({ code: 'transaction_control' }));
        return Response.json({});
      },
    );
    expect((await pay(payCall(newId()), undefined)).status).toBe(200);
    await one.close();
  });

  it('has its `query` defined anew for itself alone', async () => {
    const one = await openPostgres(url, 1);
    const { store, put, pool } = one;
    errors.length = 0;
    const pay = createIdempotency({ store, ...settings }).handle('pay', local, async (_call, client) => {
      await put(client, 'defined', 'paid');
      Object.defineProperty(client, 'query', { value: () => Promise.reject(new Error('mine')) });
      await expect(client.query('select 1')).rejects.toThrow('mine');
      return Response.json({});
    });
    expect((await pay(payCall(newId()), undefined)).status).toBe(200);
    expect(errors).toEqual([]);
    expect((await pool.query('select key from paid')).rows).toHaveLength(1);
    await one.close();
  });
});

describe('On PGlite, a handler that begins a transaction of its own', () => {
  it('gets one result for each of its statements', async () => {
    const store = await pgliteStore(PGlite);
    await store.migrate();
    errors.length = 0;
    const pay = createIdempotency({ store, ...settings }).handle('pay', local, async (_call, tx) => {
      const { rows } = await tx.query('begin');
      const scripts = [await tx.exec('begin'), await tx.exec('rollback')];
      return Response.json([rows, await tx.query('commit'), ...scripts]);
    });
    const answer = await pay(payCall(newId()), undefined);
    expect(errors).toEqual([]);
    const result = (command: string) => expect.objectContaining({ command, rows: [] });
    expect(await answer.json()).toEqual([[], result('COMMIT'), [result('BEGIN')], [result('ROLLBACK')]]);
    await store.close();
  }, 300_000);

  it('has a part of the store’s, and may not end that', async () => {
    const store = await pgliteStore(PGlite);
    await store.migrate();
    await store.database.exec('create table paid (key text)');
    errors.length = 0;
    const idempotency = createIdempotency({ store, ...settings });
    const script = idempotency.handle('script', local, async (_call, tx) => {
      await tx.exec("begin; insert into paid values ('x'); commit");
      return Response.json({});
    });
    const single = idempotency.handle('single', local, async (_call, tx) => {
      await tx.query("insert into paid values ('y')");
      await tx.query('commit');
      return Response.json({});
    });
    const nested = idempotency.handle('nested', local, async (_call, tx) => {
      await tx.query('begin');
      await tx.query("insert into paid values ('z')");
      await tx.query('commit');
      throw new Error('no receipt');
    });
    for (const pay of [script, single, nested])
      expect((await pay(payCall(newId()), undefined)).status).toBe(500);
    expect(errors).toEqual([
      expect.objectContaining({ code: 'transaction_control' }),
      expect.objectContaining({ code: 'transaction_control' }),
      expect.objectContaining({ message: 'no receipt' }),
    ]);
    expect((await store.database.query('select * from paid')).rows).toEqual([]);
    await store.close();
  }, 300_000);

  it('may not end the store’s by a template either, whatever that is put together of', async () => {
    const store = await pgliteStore(PGlite);
    await store.migrate();
    await store.database.exec('create table paid (key text)');
    errors.length = 0;
    const idempotency = createIdempotency({ store, ...settings });
    const endings: [string, (tx: Transaction) => Promise<unknown>][] = [
      ['text', (tx) => tx.sql`commit`],
      ['a part', (tx) => tx.sql`${raw`commit`}`],
      ['a template', (tx) => tx.sql`/* ${1} */ ${sql`com${raw`mit`}`}`],
    ];
    for (const [name, end] of endings) {
      const pay = idempotency.handle(name, local, async (_call, tx) => {
        await tx.sql`insert into paid values (${name})`;
        await end(tx);
        throw new Error('It was committed.');
      });
      expect((await pay(payCall(newId()), undefined)).status).toBe(500);
    }
    expect(errors).toEqual(endings.map(() => expect.objectContaining({ code: 'transaction_control' })));
    const nested = idempotency.handle('nested', local, async (_call, tx) => {
      await tx.sql`begin`;
      await tx.sql`insert into paid values (${'commit'})`;
      return Response.json((await tx.sql`commit`).rows);
    });
    expect(await (await nested(payCall(newId()), undefined)).json()).toEqual([]);
    expect((await store.database.query('select * from paid')).rows).toEqual([{ key: 'commit' }]);
    await store.close();
  }, 300_000);
});
