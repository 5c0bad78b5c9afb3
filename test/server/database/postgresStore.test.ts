import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCHEMA } from '../../../src/server/stores/schema.ts';
import { storeContract } from '../storeContract.ts';
import { watermarkContract } from '../watermarkContract.ts';
import { openPostgres, type PostgresUnderTest, url } from './postgres.ts';

describe.runIf(url)('On PostgreSQL', () => {
  storeContract('the store', openPostgres, { concurrent: true });
  watermarkContract('the watermarks', openPostgres, { concurrent: true });

  describe('the store’s own ways', () => {
    let under: PostgresUnderTest;
    beforeAll(async () => {
      under = await openPostgres();
    });
    afterAll(() => under.close());

    it('migrates as often as it is asked, by several servers at once', async () => {
      await Promise.all([under.store.migrate(), under.store.migrate(), under.store.migrate()]);
      const { rows } = await under.pool.query('select version from safe_action_versions order by version');
      expect(rows).toEqual(SCHEMA.map((_text, index) => ({ version: index + 1 })));
    });
  });
});
