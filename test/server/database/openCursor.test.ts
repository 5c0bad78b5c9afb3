import type { PoolClient } from 'pg';
import { createIdempotency } from 'safe-action/server';
import { describe, expect, it } from 'vitest';
import { payCall } from './crashShop.ts';
import { newId } from './ids.ts';
import { openPostgres, url } from './postgres.ts';

interface Connection {
  parse(query: { text: string }, more: boolean): void;
  bind(query: { values: unknown[] }, more: boolean): void;
  describe(what: { type: string; name: string }, more: boolean): void;
  execute(what: { portal: string; rows: number }, more: boolean): void;
  flush(): void;
}

/** What `pg-cursor` sends to read one row, and nothing of what it sends to close. */
class Cursor {
  opened: () => void = () => {};
  readonly read = new Promise<void>((resolve) => {
    this.opened = resolve;
  });
  readonly text = 'select generate_series(1, 10)';

  submit(connection: Connection): void {
    connection.parse(this, true);
    connection.bind({ values: [] }, true);
    connection.describe({ type: 'P', name: '' }, true);
    connection.execute({ portal: '', rows: 1 }, true);
    connection.flush();
  }

  handleDataRow(): void {
    this.opened();
  }

  handleRowDescription(): void {}
  handlePortalSuspended(): void {}
  handleCommandComplete(): void {}
  handleReadyForQuery(): void {}
  handleEmptyQuery(): void {}
  handleError(): void {}
}

describe.runIf(url)('On PostgreSQL, a handler that leaves a cursor open', () => {
  it.each(['answers', 'throws'])(
    'gets an answer, and its connection is another’s, where it %s',
    async (how) => {
      const { store, pool, close } = await openPostgres(url, 1);
      const errors: unknown[] = [];
      const idempotency = createIdempotency({
        store,
        secret: 'a secret of the tests',
        onError: (error) => errors.push(error),
      });
      const pay = idempotency.handle(
        'pay',
        { mode: 'local', principal: 'public', lease: 300 },
        async (_call, client) => {
          const cursor = new Cursor();
          client.query(cursor as never);
          await cursor.read;
          if (how === 'throws') throw new Error('sold out');
          return Response.json({});
        },
      );
      // It cannot be told whether that was committed.
      expect((await pay(payCall(newId()), undefined)).status).toBe(how === 'answers' ? 503 : 500);
      expect(errors.length).toBeGreaterThan(0);
      expect((await pool.query('select 1')).rows).toHaveLength(1);
      await close();
    },
  );

  it.each(['local', 'external'] as const)(
    'is waited for no longer than a lease by what comes behind it, in %s mode',
    async (mode) => {
      const { store, pool, close } = await openPostgres(url, 1);
      const errors: unknown[] = [];
      const { handle } = createIdempotency({
        store,
        secret: 'a secret of the tests',
        onError: (error) => errors.push(error),
      });
      const options = { principal: 'public', lease: 300 } as const;
      const open = async (client: PoolClient) => {
        const cursor = new Cursor();
        client.query(cursor as never);
        await cursor.read;
      };
      const local = handle('pay at once', { ...options, mode: 'local' }, async (_call, client) => {
        await open(client);
        await client.query('select 1');
        return Response.json({});
      });
      // The answer is written by a statement of the store's own.
      const external = handle(
        'pay by a provider',
        { ...options, mode: 'external' },
        {
          execute: async () => ({}),
          respond: async (_result, client) => {
            await open(client);
            return Response.json({});
          },
        },
      );
      const pay = mode === 'local' ? local : external;
      expect((await pay(payCall(newId()), undefined)).ok).toBe(false);
      expect(errors.map(String)).toContainEqual(expect.stringContaining('is a cursor open?'));
      expect((await pool.query('select 1')).rows).toHaveLength(1);
      await close();
    },
  );
});
