import { createHash } from 'node:crypto';
import type { PoolClient } from 'pg';
import { createIdempotency, type Idempotency } from 'safe-action/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from './ids.ts';
import { long } from './long.ts';
import { openPostgres, type PostgresUnderTest, url } from './postgres.ts';

const digest = (bytes: ArrayBuffer): string =>
  createHash('sha256').update(new Uint8Array(bytes)).digest('hex');

describe.runIf(url)('Answers and strangers, on PostgreSQL', () => {
  let under: PostgresUnderTest;
  let server: Idempotency<PoolClient, unknown>;
  beforeAll(async () => {
    under = await openPostgres();
    server = createIdempotency<PoolClient>({
      store: under.store,
      principal: (request) => request.headers.get('x-user'),
      secret: 'a secret of the tests',
    });
  }, 300_000);
  afterAll(() => under.close());

  const call = (key: string, { user = 'ada', body = '{}' }: { user?: string; body?: string } = {}): Request =>
    new Request('https://shop.example/api/pay', {
      method: 'POST',
      headers: { 'Idempotency-Key': key, 'x-user': user },
      body,
    });

  const random = Uint8Array.from({ length: 1 << 20 }, (_, at) => (at * 7919 + (at >> 8) * 31) & 255);
  const cookies = new Headers({ 'Content-Type': 'text/plain', 'X-Secret': 'inner' });
  cookies.append('Set-Cookie', 'a=1');
  cookies.append('Set-Cookie', 'b=2');

  it.each<[string, () => Response]>([
    ['binary', () => new Response(Uint8Array.from({ length: 256 }, (_, at) => at))],
    ['empty', () => new Response('')],
    ['no', () => new Response(null, { status: 204 })],
    ['redirecting', () => new Response(null, { status: 303, headers: { Location: '/receipt/1?a=b#c' } })],
    ['cookie-setting', () => new Response('hello', { headers: cookies })],
    ['1 MiB', () => new Response(random)],
    ['invalid UTF-8', () => new Response(Uint8Array.of(0x7b, 0xff, 0xc3, 0x28, 0, 0x7d))],
    ['refusing', () => Response.json({ code: 'card_declined' }, { status: 402 })],
  ])('gives a %s answer back byte for byte, and no cookie', async (name, answer) => {
    let runs = 0;
    const handle = server.handle(name, { mode: 'local' }, () => {
      runs += 1;
      return answer();
    });
    const id = newId();
    const first = await handle(call(id), undefined);
    const repeat = await handle(call(id), undefined);
    expect(repeat.status).toBe(first.status);
    expect(digest(await repeat.arrayBuffer())).toBe(digest(await first.arrayBuffer()));
    expect(digest(await answer().arrayBuffer())).toBe(digest(await answer().clone().arrayBuffer()));
    for (const header of ['content-type', 'location'])
      expect(repeat.headers.get(header)).toBe(first.headers.get(header));
    expect(first.headers.getSetCookie()).toEqual(answer().headers.getSetCookie());
    expect(repeat.headers.getSetCookie()).toEqual([]);
    expect(repeat.headers.get('x-secret')).toBeNull();
    expect(repeat.headers.get('Idempotent-Replayed')).toBe('true');
    expect(runs).toBe(1);
    const { rows } = await under.pool.query(
      'select headers from safe_action_requests where request_id = $1',
      [id],
    );
    expect(rows[0]?.headers).not.toMatch(/cookie|inner/i);
  });

  it('never shows a stranger anything of an answer, nor runs anything for one', async () => {
    let runs = 0;
    const handle = server.handle('private', { mode: 'local' }, () => {
      runs += 1;
      return new Response('the secret of ada');
    });
    const id = newId();
    await handle(call(id), undefined);
    const stolen = await handle(call(id, { user: 'mallory' }), undefined);
    expect(stolen.status).toBe(409);
    const text = await stolen.text();
    expect(JSON.parse(text)).toMatchObject({ code: 'scope_mismatch', safeNewKey: false });
    expect(text).not.toContain('secret');
    const asked = await server.status(id, call(id, { user: 'mallory' }), undefined);
    expect(await asked.text()).not.toContain('secret');
    const cancelled = await server.cancel(id, call(id, { user: 'mallory' }), undefined);
    expect(((await cancelled.json()) as { code: string }).code).toBe('scope_mismatch');
    expect(runs).toBe(1);
  });

  it.each([
    ['10 kB long', 'k'.repeat(10_000)],
    ['with a space', 'pay 1'],
    ['of another alphabet', 'ключ'.replace(/./g, () => '\u00e9')],
    ['an unfinished quoted string', '"abc'],
    ['empty', ''],
    ['a list', '"a", "b"'],
  ])('refuses a key that is %s, and writes nothing', async (_how, key) => {
    const handle = server.handle(`hostile ${_how}`, { mode: 'local' }, () => new Response('ran'));
    const { rows: before } = await under.pool.query('select count(*) from safe_action_requests');
    const response = await handle(call(key), undefined);
    expect(response.status).toBe(400);
    expect(await response.text()).not.toContain('kkkk');
    expect((await under.pool.query('select count(*) from safe_action_requests')).rows).toEqual(before);
  });

  it('takes SQL for text: in keys, principals, operations, objects and bodies', async () => {
    const evil = `'); drop table safe_action_requests; --$1"\\%_`;
    const operation = `pay ${evil}`;
    const handle = server.handle(
      operation,
      { mode: 'local', unique: async (request) => `${evil}\u0000\ud800${await request.text()}` },
      ({ requestId }) => new Response(requestId),
    );
    const id = `${evil.replaceAll(' ', '+').replaceAll('"', "'")}${newId()}`;
    const ask = () => handle(call(id, { user: `bobby${evil}`, body: evil }), undefined);
    expect((await ask()).status).toBe(200);
    expect((await ask()).headers.get('Idempotent-Replayed')).toBe('true');
    const other = await handle(call(newId(), { user: `bobby${evil}`, body: evil }), undefined);
    expect(((await other.json()) as { code: string }).code).toBe('already_open');
  });

  it('takes a business object of any length', async () => {
    const handle = server.handle(
      'long object',
      { mode: 'local', unique: (request) => request.text() },
      () => new Response('paid'),
    );
    // Random, so that no compression makes it fit an index.
    const body = Array.from({ length: 10_000 }, () => Math.random().toString(36)[2]).join('');
    expect((await handle(call(newId(), { body }), undefined)).status).toBe(200);
    const other = await handle(call(newId(), { body }), undefined);
    expect(((await other.json()) as { code: string }).code).toBe('already_open');
    expect((await handle(call(newId(), { body: `${body}x` }), undefined)).status).toBe(200);
  });

  it('a header of the request cannot reach the answer’s headers', async () => {
    const handle = server.handle(
      'header',
      { mode: 'local' },
      () => new Response('x', { headers: { Location: encodeURI('/a\r\nSet-Cookie: evil=1') } }),
    );
    const id = newId();
    await handle(call(id), undefined);
    const repeat = await handle(call(id), undefined);
    expect(repeat.headers.get('location')).toBe('/a%0D%0ASet-Cookie:%20evil=1');
    expect(repeat.headers.getSetCookie()).toEqual([]);
  });

  it('a flood of distinct keys is gone after its retention, in small batches', async () => {
    const many = long ? 1_000_000 : 20_000;
    await under.pool.query(
      `insert into safe_action_requests (request_id, principal, operation, fingerprint, state, fence,
         lease_until, created_at, keys_until, status, body)
       select 'flood' || n, 'mallory', 'pay', 'f', 'answered', 1, now(), now(), now() - interval '1 second', 200, ''
       from generate_series(1, $1::integer) n`,
      [many],
    );
    await under.pool.query(
      `insert into safe_action_log (request_id, at, kind)
       select 'flood' || n, now() - interval '31 days', 'arrived' from generate_series(1, $1::integer) n`,
      [many],
    );
    const gone = { keys: 0, lines: 0 };
    const limit = long ? 10_000 : 2_000;
    for (let last = limit; last > 0; ) {
      const batch = await under.store.purge(limit);
      last = Math.max(batch.keys, batch.lines);
      expect(last).toBeLessThanOrEqual(limit);
      gone.keys += batch.keys;
      gone.lines += batch.lines;
    }
    expect(gone).toEqual({ keys: many, lines: many });
  }, 1_200_000);
});
