import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPostgres, type Postgres, startPostgres } from '../../../scripts/postgres.mjs';
import { openShop, payCall, type Variant } from './crashShop.ts';
import { newId } from './ids.ts';
import { long } from './long.ts';
import { openPostgres, type PostgresUnderTest } from './postgres.ts';

const RESTARTS = long ? 20 : 3;
const CLIENTS = 6;

describe.runIf(findPostgres())('PostgreSQL is killed and comes back, under load', () => {
  let postgres: Postgres | undefined;
  let under: PostgresUnderTest;
  let provider: Pool;
  beforeAll(async () => {
    postgres = await startPostgres();
    under = await openPostgres(postgres?.url);
    await under.pool.query(
      'create table effects (request_id text, operation_key text, recognised text unique)',
    );
    await under.pool.query('create table booked (request_id text)');
    provider = new Pool({ ...under.pool.options });
    provider.on('error', () => {});
  }, 300_000);
  afterAll(async () => {
    await provider.end();
    await under.close();
    postgres?.stop();
  });

  it.each<Variant>(['local', 'provider key'])(
    'nothing is lost and nothing doubled (%s)',
    async (variant) => {
      const pay = openShop(under.pool, provider, variant);
      let over = false;
      const ids: string[] = [];
      const paid: string[] = [];
      const refusals = new Set<string>();
      /** Like a client: the same ID until it is answered, however long that takes. */
      const client = async (): Promise<void> => {
        while (!over) {
          const id = newId();
          ids.push(id);
          for (let answered = false; !answered; ) {
            const response = await pay(payCall(id), undefined);
            answered = response.status === 200;
            if (answered) paid.push(id);
            else {
              refusals.add(((await response.json()) as { code: string }).code);
              await new Promise((resolve) => setTimeout(resolve, 20));
            }
          }
        }
      };
      const clients = Promise.all(Array.from({ length: CLIENTS }, client));
      for (let restart = 0; restart < RESTARTS; restart += 1) {
        const target = paid.length + 30;
        await expect.poll(() => paid.length, { timeout: 120_000 }).toBeGreaterThan(target);
        postgres?.crash();
        postgres?.start();
      }
      over = true;
      await clients;
      expect(paid.sort()).toEqual(ids.sort());
      // The pool may still hold a connection from before the last crash, and not know yet that it is dead.
      const books = new Pool({ ...under.pool.options, max: 1 });
      const { rows } = await books.query(
        'select request_id as id, count(*)::integer as many from effects group by 1',
      );
      await books.end();
      const effects = new Map(rows.map(({ id, many }) => [id, many]));
      expect(ids.filter((id) => effects.get(id) !== 1)).toEqual([]);
      expect(
        [...refusals]
          .sort()
          .filter(
            (code) => !['effect_interrupted', 'handler_failed', 'in_progress', 'store_down'].includes(code),
          ),
      ).toEqual([]);
      expect(refusals.size).toBeGreaterThan(0);
    },
    long ? 1_200_000 : 300_000,
  );
});
