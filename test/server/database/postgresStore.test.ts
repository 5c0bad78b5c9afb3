import { Pool } from 'pg';
import { postgresStore } from 'safe-action/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCHEMA } from '../../../src/server/stores/schema.ts';
import * as statements from '../../../src/server/stores/statements.ts';
import { claimFor, storeContract } from '../storeContract.ts';
import { watermarkContract } from '../watermarkContract.ts';
import { long } from './long.ts';
import { openPostgres, type PostgresUnderTest, url } from './postgres.ts';

describe.runIf(url)('On PostgreSQL', () => {
  storeContract('the store', openPostgres, { concurrent: true });
  storeContract(
    'the store, where a backslash in quotes escapes',
    () => openPostgres(url, 20, '-c standard_conforming_strings=off -c escape_string_warning=off'),
    { concurrent: true },
  );
  watermarkContract('the watermarks', openPostgres, { concurrent: true });

  describe('the store’s own ways', () => {
    let under: PostgresUnderTest;
    beforeAll(async () => {
      under = await openPostgres();
    });
    afterAll(() => under.close());

    it('refuses a NUL, which PostgreSQL cannot keep, and writes nothing', async () => {
      const claim = claimFor('nul', { principal: "ada\0'); drop table safe_action_requests; --" });
      const { put, get } = under;
      const claimed = under.store.transact(
        async (tx) => {
          await put(tx.native, 'nul', 'paid');
          return tx.claim(claim);
        },
        { claims: claim },
      );
      await expect(claimed).rejects.toThrow(TypeError);
      await expect(
        under.store.transact(async () => {}, { claims: { ...claim, requestId: '\0' } }),
      ).rejects.toThrow(TypeError);
      expect((await under.store.find('nul')).row).toBeNull();
      expect(await get('nul')).toBeUndefined();
    });

    it('commits nothing where a row is there that its lock did not know of', async () => {
      const id = 'written behind the lock';
      const claim = claimFor(id);
      const { put, get } = under;
      const rival = under.store.transact(
        async (tx) => {
          await tx.claim(claim);
          await put(tx.native, id, 'paid twice');
          await under.pool.query(
            `insert into safe_action_requests (request_id, principal, operation, fingerprint, state, fence, lease_until, created_at)
             values ($1, 'ada', 'pay', 'f', 'answered', 1, now(), now())`,
            [id],
          );
          return tx.write(id, 1, { state: 'answered' });
        },
        { claims: claim },
      );
      await expect(rival).rejects.toMatchObject({ code: '23505' });
      expect(await get(id)).toBeUndefined();
    });

    it('finds what is due by an index, and reads nothing of what is not', async () => {
      const many = long ? 1_000_000 : 20_000;
      await under.pool.query(
        `insert into safe_action_requests (request_id, principal, operation, fingerprint, state, fence, lease_until,
           created_at, keys_until, answers_until)
         select 'kept' || n, 'ada', 'pay', 'f', case n % 2 when 0 then 'answered' else 'expired' end, 1, now(), now(),
           now() + interval '30 days', now() + interval '1 day' * (n % 2 * -2 + 1) from generate_series(1, $1::integer) n`,
        [many],
      );
      await under.pool.query(
        `insert into safe_action_log (request_id, at, kind)
         select 'kept' || n, now(), 'arrived' from generate_series(1, $1::integer) n`,
        [many],
      );
      await under.pool.query('analyze safe_action_requests, safe_action_log');
      const plan = async ({ text }: { text: string }, values: number[]) => {
        const { rows } = await under.pool.query(`explain (analyze, buffers) ${text}`, values);
        return rows.map((row) => row['QUERY PLAN']).join('\n');
      };
      for (const [index, purge, values] of [
        ['safe_action_requests_answer_due', statements.purgeAnswers, [1000]],
        ['safe_action_requests_key_due', statements.purgeKeys, [1000]],
        ['safe_action_log_at', statements.purgeLines, [1000, 86_400_000]],
      ] as const) {
        const found = await plan(purge, [...values]);
        expect(found).toMatch(new RegExp(`Index Scan using ${index} .*\n +Index Cond`));
        expect(found).not.toContain('Rows Removed');
      }
    }, 120_000);

    it.each([null, Number.POSITIVE_INFINITY])(
      'keeps its lines for ever, and purges the rest (logs: %s)',
      async (logs) => {
        const { pool, store } = under;
        const keeping = postgresStore(pool, { logs });
        const requestId = `due ${logs}`;
        await store.transact((tx) => tx.claim(claimFor(requestId)));
        await store.log([{ requestId, kind: 'replayed' }]);
        await pool.query(
          "update safe_action_requests set keys_until = now() - interval '1 day' where request_id = $1",
          [requestId],
        );
        await pool.query(
          "update safe_action_log set at = now() - interval '100 years' where request_id = $1",
          [requestId],
        );
        expect(await keeping.purge(100_000)).toMatchObject({
          keys: expect.toSatisfy((keys) => keys > 0),
          lines: 0,
        });
        expect((await store.find(requestId)).row).toBeNull();
        expect(await store.trace(requestId)).toHaveLength(1);
      },
    );

    it('migrates as often as it is asked, by several servers at once', async () => {
      await Promise.all([under.store.migrate(), under.store.migrate(), under.store.migrate()]);
      const { rows } = await under.pool.query('select version from safe_action_versions order by version');
      expect(rows).toEqual(SCHEMA.map((_text, index) => ({ version: index + 1 })));
    });

    // PostgreSQL puts the schema that is named as the role first of all (`"$user", public`), from when there is one.
    it('leaves the tables where they are when another schema comes before theirs, and forgets no ID', async () => {
      const { pool, store, schema, close } = await openPostgres();
      const first = `${schema}_first`;
      await pool.query(`create schema ${first}`);
      const own = new Pool({ ...pool.options, options: `-c search_path=${first},${schema}` });
      try {
        await store.transact(async (tx) => {
          await tx.claim(claimFor('known'));
          await tx.write('known', 1, {});
        });
        // A version that is still to come.
        await pool.query(
          'drop table safe_action_watermarks; delete from safe_action_versions where version = 2',
        );
        await postgresStore(own).migrate();
        expect((await postgresStore(own).find('known')).row).not.toBeNull();
        expect((await pool.query('select from safe_action_watermarks')).rows).toEqual([]);
      } finally {
        await own.end();
        await pool.query(`drop schema ${first} cascade`);
        await close?.();
      }
    });

    it('needs no right to create anything where nothing is to be created', async () => {
      const { pool, schema } = under;
      const role = `${schema}_app`;
      await pool.query(
        `create role ${role} login; grant usage on schema ${schema} to ${role};
         grant select, insert, update, delete on all tables in schema ${schema} to ${role}`,
      );
      const own = new Pool({ ...pool.options, options: `-c search_path=${schema} -c role=${role}` });
      try {
        await expect(own.query('create table mine ()')).rejects.toThrow('permission denied');
        await postgresStore(own).migrate();
      } finally {
        await own.end();
        await pool.query(`drop owned by ${role}; drop role ${role}`);
      }
    });
  });
});
