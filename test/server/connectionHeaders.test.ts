import { createIdempotency, toNodeHandler } from 'safe-action/server';
import { createMemoryServerStore } from 'safe-action/testing';
import { describe, expect, it } from 'vitest';
import { listening, listeningHttp2 } from './listening.ts';
import { newId } from './shop.ts';

/** As an answer of `fetch` has them: of the connection that it came by. */
const passedOn = {
  Connection: 'keep-alive',
  'Keep-Alive': 'timeout=600',
  'Transfer-Encoding': 'chunked',
  Trailer: 'Expires',
};

function paying(headers: Record<string, string>) {
  const idempotency = createIdempotency<unknown>({
    store: createMemoryServerStore(),
    secret: 'a secret of the tests',
    now: () => Date.UTC(2026, 0, 1),
  });
  return toNodeHandler(
    idempotency.handle('pay', { mode: 'local', principal: 'public', retention: { keys: null } }, () =>
      Response.json({ id: 'ch_1' }, { headers }),
    ),
  );
}

describe('an answer with headers of another connection', () => {
  it('has its own length on this one', async () => {
    const url = await listening(paying({ ...passedOn, 'Content-Length': '3' }));
    for (let attempt = 0; attempt < 2; attempt += 1) {
      const answer = await fetch(url, { method: 'POST', headers: { 'Idempotency-Key': newId() } });
      expect(await answer.text()).toBe('{"id":"ch_1"}');
      expect(answer.headers.get('Content-Length')).toBe('13');
      expect(answer.headers.get('Transfer-Encoding')).toBeNull();
      expect(answer.headers.get('Keep-Alive')).not.toBe('timeout=600');
    }
  });

  it('reaches its caller by HTTP/2, which knows none of them, and ends no process', async () => {
    const client = await listeningHttp2(paying(passedOn));
    const call = client.request({ ':method': 'POST', ':path': '/pay', 'idempotency-key': newId() });
    const status = new Promise((resolve) => call.once('response', (headers) => resolve(headers[':status'])));
    let body = '';
    for await (const part of call.setEncoding('utf8').end('{}')) body += part;
    expect([await status, body]).toEqual([200, '{"id":"ch_1"}']);
  });
});
