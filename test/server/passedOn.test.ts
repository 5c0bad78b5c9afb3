import { gzipSync } from 'node:zlib';
import { toNodeHandler } from 'safe-action/server';
import { describe, expect, it } from 'vitest';
import { listening } from './listening.ts';
import { newId, openShop } from './shop.ts';

const charged = { id: 'ch_1', text: 'x'.repeat(500) };

/** A provider whose answers are compressed, as `fetch` asks for it. */
const provider = (): Promise<string> =>
  listening((_request, answer) => {
    answer.writeHead(201, { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip', ETag: '"1"' });
    answer.end(gzipSync(JSON.stringify(charged)));
  });

describe('an answer of `fetch` that is passed on as it is', () => {
  it.each(['local', 'external'] as const)(
    'can be read by its first caller and by every repeat (%s)',
    async (mode) => {
      const url = await provider();
      const { idempotency } = openShop();
      const options = { principal: 'public' } as const;
      const pay =
        mode === 'local'
          ? idempotency.handle('pay', { ...options, mode }, () => fetch(url))
          : idempotency.handle<Response>(
              'pay',
              { ...options, mode },
              { execute: () => fetch(url), respond: (answer) => answer },
            );
      const shop = await listening(toNodeHandler(pay));
      const headers = { 'Idempotency-Key': newId() };
      for (const replayed of [null, 'true']) {
        const answer = await fetch(shop, { method: 'POST', headers });
        expect([answer.status, await answer.json()]).toEqual([201, charged]);
        expect(answer.headers.get('Idempotent-Replayed')).toBe(replayed);
        expect(answer.headers.get('ETag')).toBe('"1"');
      }
    },
  );

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
