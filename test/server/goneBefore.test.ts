import { connect } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { toHonoHandler, toNodeHandler } from 'safe-action/server';
import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';
import { leave, listening, listeningHttp2 } from './listening.ts';
import { newId, openShop } from './shop.ts';

/** Pays what the body says. */
function paying() {
  const { idempotency, errors, store } = openShop({ principal: async () => 'ada' });
  const amounts: string[] = [];
  const pay = idempotency.handle('pay', { mode: 'local' }, async ({ request }) => {
    amounts.push(await request.text());
    return new Response('paid');
  });
  return { pay, amounts, errors, store };
}

/** As of a browser, and of a proxy that does not know how long it will be. */
const bodies: [string, string][] = [
  ['of known length', 'Content-Length: 10\r\n\r\namount=1'],
  ['in chunks', 'Transfer-Encoding: chunked\r\n\r\n8\r\namount=1\r\n'],
];

const partOf = (url: string, id: string, rest: string) => {
  const caller = connect(Number(new URL(url).port), '127.0.0.1');
  caller.write(`POST /pay HTTP/1.1\r\nHost: shop.example\r\nIdempotency-Key: ${id}\r\n${rest}`);
  return caller;
};

describe('a caller who has gone while something before the handler asks who it is', () => {
  it.each(['Node', 'Hono'])('has not paid anything on %s, by HTTP/2', async (server) => {
    const { pay, amounts, store } = paying();
    const [asked, gone, answered] = [gate<void>(), gate<void>(), gate<void>()];
    let slow = true;
    const authenticate = async () => {
      asked.open();
      if (slow) await gone.opened;
    };
    const handler = toNodeHandler(pay);
    const app = new Hono()
      .use(async (_context, next) => {
        await authenticate();
        await next();
        answered.open();
      })
      .post('/pay', toHonoHandler(pay));
    const client = await listeningHttp2(
      server === 'Hono'
        ? getRequestListener(app.fetch, { overrideGlobalObjects: false })
        : async (incoming, outgoing) => {
            await authenticate();
            await handler(incoming, outgoing);
            answered.open();
          },
    );
    const headers = { ':method': 'POST', ':path': '/pay', 'idempotency-key': newId() };
    const broken = client.request(headers);
    broken.on('error', () => {});
    broken.write('amount=1');
    await asked.opened;
    await leave(client, broken);
    gone.open();
    await answered.opened;
    expect([amounts, store.row(headers['idempotency-key'])]).toEqual([[], undefined]);

    slow = false;
    let answer = '';
    for await (const part of client.request(headers).setEncoding('utf8').end('amount=100')) answer += part;
    expect([answer, amounts]).toEqual(['paid', ['amount=100']]);
  });

  it.each(bodies)('has not paid anything on Node (%s)', async (_name, rest) => {
    const { pay, amounts, store } = paying();
    const [asked, gone, answered] = [gate<void>(), gate<void>(), gate<void>()];
    const handler = toNodeHandler(pay);
    const url = await listening(async (incoming, outgoing) => {
      asked.open();
      outgoing.once('close', () => gone.open());
      await gone.opened;
      await handler(incoming, outgoing);
      answered.open();
    });
    const id = newId();
    const caller = partOf(url, id, rest);
    await asked.opened;
    caller.destroy();
    await answered.opened;
    expect([amounts, store.row(id)]).toEqual([[], undefined]);
  });

  it.each(bodies)('has not paid anything on Hono (%s)', async (_name, rest) => {
    const { pay, amounts, store } = paying();
    const [asked, gone, answered] = [gate<void>(), gate<void>(), gate<void>()];
    const app = new Hono()
      .use(async (_context, next) => {
        asked.open();
        await gone.opened;
        await next();
        answered.open();
      })
      .post('/pay', toHonoHandler(pay));
    const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
    const url = await listening((incoming, outgoing) => {
      outgoing.once('close', () => gone.open());
      listener(incoming, outgoing);
    });
    const id = newId();
    const caller = partOf(url, id, rest);
    await asked.opened;
    caller.destroy();
    await answered.opened;
    expect([amounts, store.row(id)]).toEqual([[], undefined]);
  });
});
