import { gzipSync } from 'node:zlib';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { toHonoHandler, toNodeHandler } from 'safe-action/server';
import { describe, expect, it } from 'vitest';
import { listening } from './listening.ts';
import { newId, openShop } from './shop.ts';

const charged = { id: 'ch_1', text: 'x'.repeat(500) };

/** A provider whose answers are compressed, as `fetch` asks for it. */
const provider = (status = 201): Promise<string> =>
  listening((_request, answer) => {
    const bytes = gzipSync(JSON.stringify(charged));
    answer.writeHead(status, {
      'Content-Type': 'application/json',
      'Content-Encoding': 'gzip',
      'Content-Length': bytes.length,
      ETag: '"1"',
    });
    answer.end(bytes);
  });

/** A shop that passes the provider's answer on. @param prepare refuses before anything is executed */
const passing = (mode: 'local' | 'external', url: string, prepare?: () => Promise<Response>) => {
  const { idempotency } = openShop();
  const options = { principal: 'public' } as const;
  const pay =
    mode === 'local'
      ? idempotency.handle('pay', { ...options, mode }, () => fetch(url))
      : idempotency.handle<Response>(
          'pay',
          { ...options, mode },
          { ...(prepare && { prepare }), execute: () => fetch(url), respond: (answer) => answer },
        );
  return listening(toNodeHandler(pay));
};

describe('an answer of `fetch` that is passed on as it is', () => {
  it.each(['local', 'external'] as const)(
    'can be read by its first caller and by every repeat (%s)',
    async (mode) => {
      const url = await provider();
      const shop = await passing(mode, url);
      const headers = { 'Idempotency-Key': newId() };
      for (const replayed of [null, 'true']) {
        const answer = await fetch(shop, { method: 'POST', headers });
        expect([answer.status, await answer.json()]).toEqual([201, charged]);
        expect(answer.headers.get('Idempotent-Replayed')).toBe(replayed);
        expect(answer.headers.get('ETag')).toBe('"1"');
      }
    },
  );

  it('has its own length on Hono, too', async () => {
    const url = await provider();
    const { idempotency } = openShop();
    const pay = idempotency.handle('pay', { principal: 'public', mode: 'local' }, () => fetch(url));
    const app = new Hono().post('/', toHonoHandler(pay));
    const shop = await listening(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
    const answer = await fetch(shop, { method: 'POST', headers: { 'Idempotency-Key': newId() } });
    expect([answer.status, await answer.json()]).toEqual([201, charged]);
  });

  it.each(['local', 'external'] as const)('can be read where nothing is stored (%s)', async (mode) => {
    const url = await provider(401);
    const shop = await passing(mode, url, () => fetch(url));
    const answer = await fetch(shop, { method: 'POST', headers: { 'Idempotency-Key': newId() } });
    expect([answer.status, await answer.json()]).toEqual([401, charged]);
  });

  it('says no more to the sender of a webhook that it is compressed', async () => {
    const url = await provider();
    const { idempotency, errors } = openShop();
    const hook = idempotency.webhook<{ id: string }>(
      'bank',
      {
        verify: () => ({ id: 'evt_1' }),
        id: ({ id }) => id,
        object: () => null,
        createdAt: () => Date.UTC(2026, 0, 1),
      },
      () => fetch(url),
    );
    const answer = await fetch(await listening(toNodeHandler(hook)), { method: 'POST' });
    expect([answer.status, await answer.json(), errors]).toEqual([201, charged, []]);
  });
});
