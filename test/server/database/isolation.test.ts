import { Pool } from 'pg';
import { type Claim, postgresStore } from 'safe-action/server';
import { describe, expect, it } from 'vitest';
import { storeContract } from '../storeContract.ts';
import { watermarkContract } from '../watermarkContract.ts';
import { openPostgres, url } from './postgres.ts';

const SERIALIZABLE = '-c default_transaction_isolation=serializable';

describe.runIf(url)(
  'On PostgreSQL, where a transaction is serializable unless it says something else',
  () => {
    const open = () => openPostgres(url, 20, SERIALIZABLE);
    storeContract('the store', open, { concurrent: true });
    watermarkContract('the watermarks', open, { concurrent: true });

    it('several servers that start at once on an empty database migrate one after the other', async () => {
      const { pool, schema, close } = await open();
      try {
        await pool.query(`create schema ${schema}_new`);
        const servers = Array.from({ length: 4 }, () => {
          return new Pool({
            ...pool.options,
            max: 1,
            options: `-c search_path=${schema}_new ${SERIALIZABLE}`,
          });
        });
        const migrated = await Promise.allSettled(servers.map((each) => postgresStore(each).migrate()));
        expect(migrated.map(({ status }) => status)).toEqual(servers.map(() => 'fulfilled'));
        await Promise.all(servers.map((each) => each.end()));
        await pool.query(`drop schema ${schema}_new cascade`);
      } finally {
        await close();
      }
    });

    it('a write that waits for another one compares with what that has left', async () => {
      const { store, pool, close } = await open();
      const claim: Claim = {
        requestId: 'contested',
        principal: 'ada',
        operation: 'pay',
        fingerprint: 'f',
        uniqueKey: null,
        state: 'started',
        lease: 0,
        keys: null,
      };
      try {
        await store.transact((tx) => tx.claim(claim));
        const first = await pool.connect();
        await first.query('begin; update safe_action_requests set fence = 2');
        const second = store.write('contested', 1, { state: 'unknown' });
        const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%safe_action%'`;
        await expect.poll(async () => (await pool.query(waiting)).rowCount).toBe(1);
        await first.query('commit');
        first.release();
        expect(await second).toBe(false);
      } finally {
        await close();
      }
    });
  },
);
