import { PGlite } from '@electric-sql/pglite';
import { createIdempotency, pgliteStore, type ServerStore } from 'safe-action/server';
import { describe, expect, it } from 'vitest';
import { payCall } from './crashShop.ts';
import { newId } from './ids.ts';
import { openPostgres, url } from './postgres.ts';

interface Client {
  query(text: string): Promise<unknown>;
}

/** A call that does not wait for a transaction which it began, and which fails; and the same call again. */
async function straggling(mode: 'local' | 'external', store: ServerStore<Client>) {
  let runs = 0;
  let straggler: Promise<unknown> | undefined;
  const extra = async (client: Client) => {
    await client.query('begin');
    try {
      await client.query("insert into paid values ('points')");
      throw new Error('no points');
    } catch {
      await client.query('rollback');
    }
  };
  const respond = async (client: Client) => {
    if (runs === 1) straggler = extra(client).catch(({ code }) => code);
    await client.query("insert into paid values ('paid')");
    return Response.json({});
  };
  const { handle } = createIdempotency({ store, secret: 'a secret of the tests', onError: () => {} });
  const options = { principal: 'public', lease: 300 } as const;
  const pay =
    mode === 'local'
      ? handle('pay', { ...options, mode }, (_call, client) => {
          runs += 1;
          return respond(client);
        })
      : handle(
          'pay',
          { ...options, mode, providerRetention: 3_600_000 },
          {
            execute: async () => {
              runs += 1;
              return {};
            },
            respond: (_result, client) => respond(client),
          },
        );
  const id = newId();
  const first = await pay(payCall(id), undefined);
  const refusal = await straggler;
  const again = await pay(payCall(id), undefined);
  return { statuses: [first.status, again.status], runs, refusal };
}

const once = {
  statuses: [200, 200],
  runs: 1,
  refusal: expect.stringMatching(/^transaction_(control|ended)$/),
};

describe('A transaction that a handler did not wait for', () => {
  it.runIf(url).each(['local', 'external'] as const)(
    'undoes no stored answer on PostgreSQL, %s',
    async (mode) => {
      const { store, close } = await openPostgres(url, 4);
      expect(await straggling(mode, store)).toEqual(once);
      await close();
    },
  );

  it.each(['local', 'external'] as const)(
    'undoes no stored answer on PGlite, %s',
    async (mode) => {
      const store = await pgliteStore(PGlite);
      await store.migrate();
      await store.database.exec('create table paid (key text)');
      expect(await straggling(mode, store)).toEqual(once);
      await store.close();
    },
    300_000,
  );
});
