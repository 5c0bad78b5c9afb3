import { Pool } from 'pg';
import { createIdempotency, postgresStore } from 'safe-action/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from './ids.ts';
import { openPostgres, type PostgresUnderTest, url } from './postgres.ts';

const call = (id: string): Request =>
  new Request('http://shop.example/pay', { method: 'POST', headers: { 'Idempotency-Key': id } });

describe.runIf(url)('Behind a pooler that gives each transaction another connection', () => {
  let under: PostgresUnderTest;
  let pool: Pool;
  const errors: unknown[] = [];
  beforeAll(async () => {
    under = await openPostgres();
    pool = new Pool({ ...under.pool.options, max: 1 });
    // What a connection has prepared is not there any more when it is taken again: it is another one then.
    pool.on('acquire', (client) => client.query('deallocate all'));
  });
  afterAll(async () => {
    await pool.end();
    await under.close();
  });

  it('one effect, its answer and its story, without prepared statements', async () => {
    const idempotency = createIdempotency({
      store: postgresStore(pool, { prepared: false }),
      secret: 'a secret of the tests',
      onError: (error) => errors.push(error),
    });
    const options = { principal: 'public' } as const;
    let charges = 0;
    const pay = idempotency.handle('pay', { ...options, mode: 'local' }, async (_call, client) => {
      await client.query("insert into paid values ('pay', '1')");
      return Response.json('paid');
    });
    const charge = idempotency.handle<string>(
      'charge',
      { ...options, mode: 'external' },
      {
        prepare: () => undefined,
        execute: async () => {
          charges += 1;
          return `charge ${charges}`;
        },
        respond: (result) => Response.json(result),
      },
    );
    const [paid, charged] = [newId(), newId()];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      expect(await (await pay(call(paid), undefined)).json()).toBe('paid');
      expect(await (await charge(call(charged), undefined)).json()).toBe('charge 1');
    }
    const { rows } = await under.pool.query('select * from paid');
    expect([rows, errors]).toEqual([[{ key: 'pay', value: '1' }], []]);
    const story = await idempotency.trace(charged);
    expect(story.map(({ kind }) => kind)).toEqual(['arrived', 'started', 'answered', 'replayed', 'replayed']);
    expect(await idempotency.purge()).toEqual({ answers: 0, keys: 0, lines: 0, watermarks: 0 });
  });
});
