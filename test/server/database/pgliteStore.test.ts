import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { inspect } from 'node:util';
import { PGlite, type Transaction } from '@electric-sql/pglite';
import { createIdempotency, pgliteStore, StoreInUseError } from 'safe-action/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { storeContract } from '../storeContract.ts';
import { watermarkContract } from '../watermarkContract.ts';
import { payCall } from './crashShop.ts';
import { newId } from './ids.ts';

/** Opens nothing: for the question of whose a directory is. */
class NoDatabase {
  query = async () => ({ rows: [] });
  exec = async () => {};
  close = async () => {};
  transaction = <T>(work: (tx: NoDatabase) => Promise<T>): Promise<T> => work(this);
}

const open = async (directory?: string) => {
  const store = await pgliteStore(PGlite, directory);
  await store.migrate();
  await store.database.exec('create table if not exists paid (key text, value text)');
  return {
    store,
    put: async (tx: Transaction, key: string, value: string) => {
      await tx.query('insert into paid values ($1, $2)', [key, value]);
    },
    get: async (key: string) => {
      const { rows } = await store.database.query<{ value: string }>(
        'select value from paid where key = $1',
        [key],
      );
      return rows[0]?.value;
    },
    close: () => store.close(),
  };
};

storeContract('The store on PGlite', open, { concurrent: false });
watermarkContract('The watermarks on PGlite', open, { concurrent: false });

describe('PGlite’s directory', () => {
  let folder: string;
  let directory: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'safe-action-pglite-'));
    directory = join(folder, 'data');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps answers across a restart, and has one owner at a time', async () => {
    const id = newId();
    const payOn = (under: Awaited<ReturnType<typeof open>>) =>
      createIdempotency({ store: under.store, secret: 'a secret of the tests' }).handle(
        'pay',
        { mode: 'local', principal: 'public' },
        async ({ requestId }, tx) => {
          await under.put(tx, requestId, 'paid');
          return new Response(Uint8Array.of(0, 255));
        },
      );
    const first = await open(directory);
    expect((await payOn(first)(payCall(id), undefined)).status).toBe(200);
    await expect(pgliteStore(PGlite, directory)).rejects.toMatchObject({ code: 'store_in_use' });
    expect(readFileSync(`${directory}.pid`, 'utf8')).toBe(String(process.pid));
    await first.close();
    const second = await open(directory);
    const repeat = await payOn(second)(payCall(id), undefined);
    expect(repeat.headers.get('Idempotent-Replayed')).toBe('true');
    expect([...new Uint8Array(await repeat.arrayBuffer())]).toEqual([0, 255]);
    expect(await second.get(id)).toBe('paid');
    await second.close();
  }, 300_000);

  it.each([
    ['a process that is alive', String(process.ppid), false],
    ['a process that is gone', '999999999', true],
    ['an earlier process with our own ID, as in a container', String(process.pid), true],
    ['nobody that can be read', 'not a number', true],
  ])(
    'is that of %s',
    async (_whose, owner, free) => {
      writeFileSync(`${directory}.pid`, owner);
      const opening = pgliteStore(NoDatabase, directory);
      if (free) await (await opening).close();
      else await expect(opening).rejects.toBeInstanceOf(StoreInUseError);
      if (!free) expect(readFileSync(`${directory}.pid`, 'utf8')).toBe(owner);
    },
    60_000,
  );

  it('is one, however it is spelled', async () => {
    mkdirSync(directory);
    const link = join(folder, 'link');
    symlinkSync(directory, link);
    const first = await pgliteStore(NoDatabase, directory);
    for (const spelled of [`${directory}/`, relative(process.cwd(), directory), `file://${directory}`, link])
      await expect(pgliteStore(NoDatabase, spelled), spelled).rejects.toBeInstanceOf(StoreInUseError);
    await first.close();
    await (await pgliteStore(NoDatabase, link)).close();
  });

  it('has one owner also where a bundler loads this package twice', async () => {
    const first = await pgliteStore(NoDatabase, directory);
    vi.resetModules();
    const again = await import('safe-action/server');
    await expect(again.pgliteStore(NoDatabase, directory)).rejects.toMatchObject({ code: 'store_in_use' });
    await first.close();
    await (await again.pgliteStore(NoDatabase, directory)).close();
  });

  it('is warned about in production', async () => {
    vi.stubEnv('NODE_ENV', 'production');
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    writeFileSync(`${directory}.pid`, String(process.ppid));
    await pgliteStore(NoDatabase, directory).catch(() => {});
    expect(warn.mock.calls[0]?.[0]).toContain('postgresStore');
    vi.unstubAllEnvs();
    warn.mockRestore();
  });
});

describe('What PGlite throws', () => {
  it('says what was wrong, and nothing of what a person has entered', async () => {
    const store = await pgliteStore(PGlite);
    const errors: unknown[] = [];
    const idempotency = createIdempotency({
      store,
      secret: 'a secret of the tests',
      onError: (error) => errors.push(error),
    });
    const signUp = idempotency.handle(
      'sign-up',
      { mode: 'local', principal: 'public', unique: () => 'ada@example.com' },
      () => Response.json({ name: 'Lovelace' }),
    );
    const said = async () => [
      (await signUp(payCall(newId()), undefined)).status,
      inspect(errors, { depth: 9 }),
    ];
    // Not migrated: the first message fails.
    const [status, first] = await said();
    expect([status, first]).toEqual([503, expect.stringContaining('safe_action_claim')]);
    expect(first).not.toContain('ada@example.com');
    // Half migrated: the last one fails.
    await store.migrate();
    await store.database.exec('drop table safe_action_log');
    const [, last] = await said();
    expect(last).toContain('safe_action_log');
    expect(last).not.toMatch(/ada@example\.com|Lovelace/);
    expect(last).not.toContain(Buffer.from('{"name":"Lovelace"}').toString('base64').slice(0, 20));
    // One with values.
    await expect(idempotency.trace('ada@example.com')).rejects.not.toHaveProperty('params');
    await store.close();
  }, 120_000);
});
