import { toNodeHandler } from 'safe-action/server';
import { expect, it } from 'vitest';
import { listeningHttp2 } from './listening.ts';
import { newId, openShop } from './shop.ts';

it('A request by HTTP/2 has the address that it was sent to, by which tenants are told apart', async () => {
  const { idempotency } = openShop({ principal: (request) => new URL(request.url).host });
  const pay = idempotency.handle('pay', { mode: 'local' }, ({ request, principal }) =>
    Response.json([principal, request.url]),
  );
  const client = await listeningHttp2(toNodeHandler(pay));
  const ask = async (authority: string, id: string): Promise<unknown> => {
    const call = client.request({
      ':method': 'POST',
      ':path': '/pay?cart=1',
      ':scheme': 'https',
      ':authority': authority,
      'idempotency-key': id,
    });
    let body = '';
    for await (const part of call.setEncoding('utf8').end('{}')) body += part;
    return JSON.parse(body);
  };
  const id = newId();
  const first = ['one.example', 'https://one.example/pay?cart=1'];
  expect(await ask('one.example', id)).toEqual(first);
  expect(await ask('two.example', id)).toMatchObject({ code: 'scope_mismatch' });
  expect(await ask('one.example', id)).toEqual(first);
});
