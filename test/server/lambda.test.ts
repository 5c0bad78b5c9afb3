import { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { toNodeHandler } from 'safe-action/server';
import { describe, expect, it, vi } from 'vitest';
import { newId, openShop } from './shop.ts';

/** An event of a function's host as `serverless-http` makes a request of it: its raw headers are empty. */
function incomingOf(headers: Record<string, string | string[]>, body: string): IncomingMessage {
  const incoming = new IncomingMessage(new PassThrough() as never);
  return Object.assign(incoming, { method: 'POST', url: '/api/pay', headers, body: Buffer.from(body) });
}

describe('a function behind a gateway, where nothing comes by a socket', () => {
  it('finds the ID, who asks and the body in a request that was made from an event', async () => {
    const { idempotency, store } = openShop();
    const pay = idempotency.handle('pay', { mode: 'local' }, async ({ request, principal }) =>
      Response.json({
        principal,
        languages: request.headers.get('Accept-Language'),
        ...(await request.json()),
      }),
    );
    const requestId = newId();
    const headers = { 'idempotency-key': requestId, 'x-user': 'ada', 'accept-language': ['de', 'en'] };
    for (const replayed of [undefined, 'true']) {
      const incoming = incomingOf(headers, '{"amount":20}');
      const outgoing = new ServerResponse(incoming);
      const end = vi.spyOn(outgoing, 'end');
      await toNodeHandler(pay)(incoming, outgoing);
      expect(JSON.parse(Buffer.from(end.mock.calls[0]?.[0] as Uint8Array).toString())).toEqual({
        principal: 'ada',
        languages: 'de, en',
        amount: 20,
      });
      expect(outgoing.getHeader('idempotent-replayed')).toBe(replayed);
    }
    expect(store.row(requestId)?.state).toBe('answered');
  });
});
