import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShop, payCall, VARIANTS, type Variant } from './crashShop.ts';
import { newId } from './ids.ts';
import { long } from './long.ts';
import { openPostgres, type PostgresUnderTest, url } from './postgres.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** How many processes at a time. */
const AT_ONCE = 4;

describe.runIf(url)('A server that is killed', () => {
  let under: PostgresUnderTest;
  let folder: string;
  beforeAll(async () => {
    under = await openPostgres();
    await under.pool.query(
      'create table effects (request_id text, operation_key text, recognised text unique)',
    );
    await under.pool.query('create table booked (request_id text)');
    // Inside the repository, so that the built worker finds its packages.
    folder = mkdtempSync(`${root}node_modules/.safe-action-crash-`);
    await build({
      configFile: false,
      root,
      logLevel: 'error',
      resolve: {
        alias: {
          'safe-action/server': fileURLToPath(new URL('../../../src/server/index.ts', import.meta.url)),
        },
      },
      build: {
        ssr: fileURLToPath(new URL('./crashWorker.ts', import.meta.url)),
        outDir: folder,
        target: 'node20',
        rolldownOptions: { output: { entryFileNames: 'worker.mjs' } },
      },
    });
  }, 300_000);
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await under.close();
  });

  /** Runs one call in a process of its own. */
  const run = (variant: Variant, id: string, at?: string) =>
    new Promise<{ signal: string | null; out: string }>((resolve, reject) => {
      const child = spawn(process.execPath, [`${folder}/worker.mjs`], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env: {
          ...process.env,
          CRASH_URL: url,
          CRASH_SCHEMA: under.schema,
          CRASH_VARIANT: variant,
          CRASH_ID: id,
          ...(at !== undefined && { CRASH_AT: at }),
        },
      });
      let out = '';
      child.stdout.on('data', (data) => {
        out += data;
      });
      child.once('error', reject);
      child.once('close', (_code, signal) => resolve({ signal, out }));
    });

  /** As a client does: the same ID again until there is an answer, or an operator has to decide. */
  const retry = async (variant: Variant, id: string): Promise<string> => {
    const pay = openShop(under.pool, under.pool, variant);
    let outcome = '';
    await expect
      .poll(
        async () => {
          const response = await pay(payCall(id), undefined);
          outcome = response.status === 200 ? 'done' : ((await response.json()) as { code: string }).code;
          return ['done', 'outcome_unknown'].includes(outcome);
        },
        { timeout: 60_000, interval: 100 },
      )
      .toBe(true);
    return outcome;
  };
  const count = async (table: string, id: string): Promise<number> => {
    const { rows } = await under.pool.query(
      `select count(*)::integer as many from ${table} where request_id = $1`,
      [id],
    );
    return rows[0]?.many;
  };

  it.each(VARIANTS)(
    'has had one effect or left it to an operator, whatever the step (%s)',
    async (variant) => {
      const { out } = await run(variant, newId());
      const { status, passed } = JSON.parse(out) as { status: number; passed: string[] };
      expect(status).toBe(200);
      // After one statement is before the next one; the share of `npm test` leaves that out.
      const steps = passed.filter((name) => long || !/^after (?!the)/.test(name));
      expect(steps.length).toBeGreaterThanOrEqual(8);
      const results: {
        step: string;
        signal: string | null;
        outcome: string;
        effects: number;
        booked: number;
        open: boolean;
      }[] = [];
      const lane = async (): Promise<void> => {
        for (let next = steps.shift(); next; next = steps.shift()) {
          const id = newId();
          const { signal } = await run(variant, id, next);
          const outcome = await retry(variant, id);
          results.push({
            step: next,
            signal,
            outcome,
            effects: await count('effects', id),
            open: (await under.store.unresolved(1000)).some(({ requestId }) => requestId === id),
            booked: variant === 'local' ? 1 : await count('booked', id),
          });
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
      for (const result of results) {
        expect(result, result.step).toMatchObject({ signal: 'SIGKILL' });
        if (result.outcome === 'done')
          expect(result, result.step).toMatchObject({ effects: 1, booked: 1, open: false });
        else {
          expect(['lookup only', 'unprotected']).toContain(variant);
          expect(result, result.step).toMatchObject({ booked: 0, open: true });
          expect(result.effects, result.step).toBeLessThanOrEqual(1);
        }
      }
    },
    long ? 1_200_000 : 300_000,
  );
});
