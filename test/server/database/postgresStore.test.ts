import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCHEMA } from '../../../src/server/stores/schema.ts';
import { claimFor, storeContract } from '../storeContract.ts';
import { watermarkContract } from '../watermarkContract.ts';
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

    it('migrates as often as it is asked, by several servers at once', async () => {
      await Promise.all([under.store.migrate(), under.store.migrate(), under.store.migrate()]);
      const { rows } = await under.pool.query('select version from safe_action_versions order by version');
      expect(rows).toEqual(SCHEMA.map((_text, index) => ({ version: index + 1 })));
    });
  });
});
