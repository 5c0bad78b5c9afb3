import { PGlite } from '@electric-sql/pglite';
import { createIdempotency, pgliteStore, type ServerStore } from 'safe-action/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gate } from '../gate.ts';
import { payCall } from './crashShop.ts';
import { newId } from './ids.ts';
import { openPostgres, url } from './postgres.ts';

/** What `test/server/stalledWorker.test.ts` tells of every look, of one of them in SQL. */
function keepsItsAnswer(open: () => Promise<{ store: ServerStore; close(): Promise<void> }>): void {
  let under: Awaited<ReturnType<typeof open>>;
  beforeAll(async () => {
    under = await open();
  }, 300_000);
  afterAll(() => under.close());

  it('a worker that goes on after its lease, while reconcile() is busy with another row, keeps its answer', async () => {
    const { store } = under;
    const idempotency = createIdempotency({
      store,
      secret: 'a secret of the tests',
      onError: () => {},
      // No sign of life, as from a process that is stopped.
      after: () => () => {},
    });
    const [interrupted, working] = [newId(), newId()];
    const [atProvider, charged, asking, asked] = [gate<void>(), gate<void>(), gate<void>(), gate<void>()];
    const pay = idempotency.handle(
      'pay',
      { mode: 'external', principal: 'public', lease: 1000 },
      {
        execute: async (_key, { requestId }) => {
          if (requestId === interrupted) throw new Error('The connection was reset.');
          atProvider.open();
          await charged.opened;
          return 'charged';
        },
        recover: async (_key, { requestId }) => {
          if (requestId === interrupted) {
            asking.open();
            await asked.opened;
          }
          return { found: 'unknown' };
        },
        respond: (result: string) => Response.json({ result }),
      },
    );
    await pay(payCall(interrupted), undefined);
    const answering = pay(payCall(working), undefined);
    await atProvider.opened;
    await expect.poll(async () => (await store.unresolved(10)).length, { timeout: 30_000 }).toBe(2);
    const reconciling = idempotency.reconcile();
    await asking.opened;
    charged.open();
    expect((await answering).status).toBe(200);
    asked.open();
    expect(await reconciling).toMatchObject([{ requestId: interrupted }]);
    const repeat = await pay(payCall(working), undefined);
    expect([repeat.status, await repeat.json()]).toEqual([200, { result: 'charged' }]);
  }, 300_000);
}

describe('On PGlite', () => {
  keepsItsAnswer(async () => {
    const store = await pgliteStore(PGlite);
    await store.migrate();
    return { store, close: () => store.close() };
  });
});

describe.runIf(url)('On PostgreSQL', () => keepsItsAnswer(openPostgres));
