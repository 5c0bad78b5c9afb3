import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import type { PoolClient } from 'pg';
import { createIdempotency, pgliteStore, stripeWebhooks } from 'safe-action/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requestId } from '../../../src/core/requestId.ts';
import { safeAction } from '../../cli/session.ts';
import { call } from '../shop.ts';
import { event, type PaymentEvent, SECRET, signed } from '../webhookShop.ts';
import { openPostgres, type PostgresUnderTest, url } from './postgres.ts';

describe.runIf(url)('safe-action trace on PostgreSQL', () => {
  let under: PostgresUnderTest;
  let where: string;
  beforeAll(async () => {
    under = await openPostgres();
    const [{ search_path: schema }] = (await under.pool.query('show search_path')).rows;
    const address = new URL(url ?? '');
    address.searchParams.set('options', `-c search_path=${schema}`);
    where = address.href;
  });
  afterAll(() => under.close());

  it('prints the attempts, the effect at the provider, and the webhook that names its operation key', async () => {
    const idempotency = createIdempotency<PoolClient>({
      store: under.store,
      principal: () => 'ada',
      secret: 'a secret of the tests',
    });
    let key = '';
    const pay = idempotency.handle<string>(
      'pay',
      { mode: 'external' },
      {
        execute: async (operationKey) => {
          key = operationKey;
          return 'charged';
        },
        respond: (result) => Response.json({ result }),
      },
    );
    const receive = idempotency.webhook<PaymentEvent>(
      'bank',
      {
        verify: stripeWebhooks(SECRET),
        id: ({ id }) => id,
        object: ({ object }) => object,
        createdAt: ({ created }) => created,
        requestId: (paid) => paid.requestId,
      },
      () => {},
    );
    const id = requestId('payment', Date.now(), 'T'.repeat(20));
    await pay(call(id), undefined);
    await pay(call(id), undefined);
    await idempotency.flush();
    const paid = event({ created: Date.now(), requestId: key });
    for (let delivery = 0; delivery < 2; delivery += 1)
      await receive(signed(JSON.stringify(paid), { at: Date.now() }));
    await idempotency.flush();

    const { code, out, err } = await safeAction(['trace', id], { DATABASE_URL: where });
    expect([code, err]).toEqual([0, '']);
    expect(out.split('\n').map((line) => line.replace(/^.* s {2}/, '').replace(/ 00-.*/, ''))).toEqual([
      id,
      'a call arrived:',
      'the effect may have begun',
      'done, the answer is stored: 200',
      'a repeat got the stored answer: 200',
      `webhook: bank ${paid.id} applied 204`,
      `webhook: bank ${paid.id} replayed`,
      '2 attempts, 2 webhook deliveries. Operation pay, now answered 200.',
    ]);

    const json = await safeAction(['trace', id, '--json', '--database', where]);
    const kinds = json.out.split('\n').map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds).toEqual(['arrived', 'started', 'answered', 'replayed', 'webhook', 'webhook']);

    expect(await safeAction(['trace', 'nobody', '--database', where])).toEqual({
      code: 1,
      out: '',
      err: 'Nothing is known under nobody.',
    });
  });
});

describe('safe-action trace on PGlite', () => {
  it('reads a directory whose server is stopped, and only then; it makes none', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'safe-action-trace-'));
    const directory = join(folder, 'data');
    const args = ['trace', 'an-id', '--database', directory];
    try {
      expect(await safeAction(args)).toMatchObject({
        code: 2,
        err: expect.stringContaining('is no database'),
      });
      expect(existsSync(directory)).toBe(false);
      const store = await pgliteStore(PGlite, directory);
      await store.migrate();
      await store.log([{ requestId: 'an-id', kind: 'refused', detail: 'key_reused' }]);
      expect(await safeAction(args)).toMatchObject({ code: 2, err: expect.stringContaining('in use') });
      await store.close();
      const { code, out } = await safeAction(args);
      expect([code, out]).toEqual([0, expect.stringContaining('a call was refused: key_reused')]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
