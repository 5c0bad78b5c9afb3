import { Agent, request } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import express from 'express';
import { type Context, Hono } from 'hono';
import {
  createIdempotency,
  type NodeRequest,
  type RequestHandler,
  toHonoHandler,
  toNodeHandler,
} from 'safe-action/server';
import { createMemoryServerStore, type MemoryServerStore } from 'safe-action/testing';
import { describe, expect, it, onTestFinished } from 'vitest';
import { requestId } from '../../src/core/requestId.ts';
import { listening, raw } from './listening.ts';

const secret = 'a secret of the tests';
let made = 0;

function newId(): string {
  made += 1;
  return requestId('payment', Date.now(), String(made).padStart(20, '0'));
}

/** The same ID twice, and what both calls got. */
async function twice(url: string, more: RequestInit = {}, id = newId()): Promise<[Response, Response]> {
  const pay = (): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Idempotency-Key': id, 'X-User': 'ada' },
      body: '{"amount": 20}',
      ...more,
    });
  return [await pay(), await pay()];
}

async function expectOneEffect(store: MemoryServerStore, [first, repeat]: [Response, Response]) {
  expect([first.status, repeat.status]).toEqual([200, 200]);
  const text = await first.text();
  expect(await repeat.text()).toBe(text);
  expect(first.headers.get('Idempotent-Replayed')).toBeNull();
  expect(repeat.headers.get('Idempotent-Replayed')).toBe('true');
  expect(store.data.get('charges')).toBe(1);
  return JSON.parse(text);
}

/** Charges, and tells which bytes and which address it saw. */
function charging<Frame>(who: (context: Frame) => string | undefined) {
  const store = createMemoryServerStore();
  const errors: unknown[] = [];
  const idempotency = createIdempotency({
    store,
    principal: (_request: Request, context: Frame) => who(context),
    secret,
    onError: (error) => errors.push(error),
  });
  const pay = idempotency.handle('pay', { mode: 'local' }, async ({ request, principal }, data) => {
    data.put('charges', Number(data.get('charges') ?? 0) + 1);
    const headers = new Headers([
      ['Set-Cookie', 'a=1'],
      ['Set-Cookie', 'b=2'],
    ]);
    const { pathname } = new URL(request.url);
    return Response.json({ principal, pathname, body: await request.text() }, { headers });
  });
  return { store, pay, errors, idempotency };
}

/** Posts bytes, all on one connection, and gives the status of each answer. */
function posting(port: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  return (headers: Record<string, string>, bytes: number) =>
    new Promise<number | undefined>((resolve, reject) => {
      const sent = request({ port, agent, method: 'POST', headers }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode));
      });
      sent.once('error', reject).end(Buffer.alloc(bytes, 'a'));
    });
}

const seen = (pathname = '/api/pay') => ({ principal: 'ada', pathname, body: '{"amount": 20}' });

describe('Hono', () => {
  it('gives its context to `principal`, and one effect to an ID that comes twice', async () => {
    type Env = { Variables: { user: string } };
    const { store, pay } = charging((c: Context<Env>) => c.get('user'));
    const app = new Hono<Env>()
      .use(async (c, next) => {
        c.set('user', c.req.header('X-User') ?? '');
        await next();
      })
      .post('/api/pay', toHonoHandler(pay));
    const url = await listening(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
    const answers = await twice(`${url}/api/pay`);
    expect(answers[0].headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(await expectOneEffect(store, answers)).toEqual(seen());
  });
});

describe('Next.js', () => {
  it('takes a handler as it is: a Request and its context in, a Response out', async () => {
    type Params = { params: Promise<{ user: string }> };
    const store = createMemoryServerStore();
    const idempotency = createIdempotency({
      store,
      principal: async (_request, { params }: Params) => (await params).user,
      secret,
    });
    const POST: (request: Request, context: Params) => Promise<Response> = idempotency.handle(
      'pay',
      { mode: 'local' },
      ({ principal }) => Response.json(principal),
    );
    const request = new Request('https://shop.example/api/pay', {
      method: 'POST',
      headers: { 'Idempotency-Key': newId() },
    });
    const answer = await POST(request, { params: Promise.resolve({ user: 'ada' }) });
    expect(await answer.json()).toBe('ada');
  });
});

describe('Express', () => {
  const user = (request: express.Request) => request.get('X-User');
  const app = (pay: RequestHandler<express.Request>, ...before: express.RequestHandler[]) => {
    const shop = express();
    for (const one of before) shop.use(one);
    shop.use('/api', express.Router().post('/pay', toNodeHandler(pay)));
    shop.use(((error, _request, response, _next) => {
      response.status(500).json({ code: error.code });
    }) satisfies express.ErrorRequestHandler);
    return listening(shop);
  };

  it('gives its request to `principal`, the whole address to the handler, one effect to an ID that comes twice', async () => {
    const { store, pay } = charging(user);
    const url = await app(pay, (_request, response, next) => {
      response.append('Set-Cookie', 'before=0');
      response.append('Vary', 'Accept');
      next();
    });
    const answers = await twice(`${url}/api/pay`);
    expect(answers[0].headers.getSetCookie()).toEqual(['before=0', 'a=1', 'b=2']);
    expect(answers[1].headers.getSetCookie()).toEqual(['before=0']);
    expect(answers[0].headers.get('Vary')).toBe('Accept');
    expect(await expectOneEffect(store, answers)).toEqual(seen());
  });

  it('refuses with body_consumed where a parser took the bytes: nothing runs, nothing hangs', async () => {
    const { store, pay } = charging(user);
    const [answer] = await twice(`${await app(pay, express.json())}/api/pay`);
    expect([answer.status, await answer.json()]).toEqual([500, { code: 'body_consumed' }]);
    expect(store.data.size).toBe(0);
  });

  it.each([
    ['express.raw()', express.raw({ type: '*/*' })],
    [
      'a parser that leaves rawBody',
      express.json({ verify: (request, _response, bytes) => Object.assign(request, { rawBody: bytes }) }),
    ],
  ])('takes the bytes that %s kept', async (_name, parser) => {
    const { store, pay } = charging(user);
    expect(await expectOneEffect(store, await twice(`${await app(pay, parser)}/api/pay`))).toEqual(seen());
  });

  it('asks for the status of an ID with the router’s own parameters', async () => {
    const { pay, idempotency } = charging(user);
    const id = newId();
    const shop = express()
      .post('/pay', toNodeHandler(pay))
      .get(
        '/pay/:id',
        toNodeHandler((request, context: express.Request<{ id: string }>) =>
          idempotency.status(context.params.id, request, context as express.Request),
        ),
      );
    const url = await listening(shop);
    const [first] = await twice(`${url}/pay`, {}, id);
    const status = await fetch(`${url}/pay/${id}`, { headers: { 'X-User': 'ada' } });
    expect(await status.text()).toBe(await first.text());
  });
});

describe('node:http', () => {
  const user = (request: NodeRequest) => request.rawHeaders[request.rawHeaders.indexOf('X-User') + 1];

  it('gives one effect to an ID that comes twice', async () => {
    const { store, pay } = charging(user);
    const url = await listening(toNodeHandler(pay));
    expect(await expectOneEffect(store, await twice(`${url}/api/pay`))).toEqual(seen());
  });

  it('delivers the refusal of a body that is too long, and the connection goes on', async () => {
    const { store, pay } = charging(user);
    const url = await listening(toNodeHandler(pay));
    const [first, second] = await twice(url, { body: 'x'.repeat(3 << 20) });
    expect([first.status, second.status]).toEqual([413, 413]);
    expect(store.data.size).toBe(0);
    await expectOneEffect(store, await twice(`${url}/api/pay`));
  });

  it('gives every byte as it came', async () => {
    const store = createMemoryServerStore();
    const idempotency = createIdempotency<unknown>({ store, secret });
    const echo = idempotency.handle('echo', { mode: 'local', principal: 'public' }, async ({ request }) => {
      return new Response(await request.arrayBuffer(), { headers: { 'Content-Type': 'image/png' } });
    });
    const bytes = new Uint8Array(1 << 20).map((_, index) => (index * 7) % 256);
    const answers = await twice(await listening(toNodeHandler(echo)), { body: bytes });
    for (const answer of answers)
      expect(Buffer.compare(new Uint8Array(await answer.arrayBuffer()), bytes)).toBe(0);
  });

  it('reads a target as a path, whatever it looks like', async () => {
    const { pay } = charging(user);
    const url = await listening(toNodeHandler(pay));
    const headers = { 'Idempotency-Key': newId(), 'X-User': 'ada' };
    const [status, body] = await raw(url, '//evil.example/api/pay', headers);
    expect([status, JSON.parse(body).pathname]).toEqual([200, '//evil.example/api/pay']);
  });

  it.each([
    ['a target', '*', {}],
    ['a host', '/api/pay', { Host: 'a b' }],
  ])('answers 400 to %s that is none', async (_name, target, headers) => {
    const { pay, errors, store } = charging(user);
    const url = await listening(toNodeHandler(pay));
    const [status] = await raw(url, target, { 'Idempotency-Key': newId(), 'X-User': 'ada', ...headers });
    expect([status, errors, store.data.size]).toEqual([400, [], 0]);
  });

  it('answers 500 and tells `onError` where something else has read the body', async () => {
    const { pay } = charging(user);
    const errors: unknown[] = [];
    const handler = toNodeHandler(pay, { onError: (error) => errors.push(error) });
    const url = await listening((incoming, outgoing) => {
      incoming.resume().once('end', () => handler(incoming, outgoing));
    });
    const [answer] = await twice(url);
    expect([answer.status, await answer.json()]).toEqual([
      500,
      { status: 500, code: 'body_consumed', safeNewKey: false },
    ]);
    expect(errors.map(String)).toEqual([1, 2].map(() => expect.stringContaining('BodyConsumedError')));
  });

  it('ends no process where something else has answered by then', async () => {
    const { pay } = charging(user);
    const errors: unknown[] = [];
    const handler = toNodeHandler(pay, { onError: (error) => errors.push(error) });
    const ended: Promise<void>[] = [];
    const url = await listening((incoming, outgoing) => {
      ended.push(handler(incoming, outgoing));
      outgoing.writeHead(504).end();
    });
    const answers = await twice(url);
    expect(answers.map(({ status }) => status)).toEqual([504, 504]);
    await Promise.all(ended);
    expect(errors[0]).toMatchObject({ code: 'ERR_HTTP_HEADERS_SENT' });
  });

  it('knows nothing of a body of which something else has made text', async () => {
    const { pay, errors, store } = charging(user);
    const handler = toNodeHandler(pay);
    const url = await listening((incoming, outgoing) => {
      incoming.setEncoding('utf8');
      handler(incoming, outgoing);
    });
    const [answer] = await twice(url);
    expect(answer.status).toBe(500);
    expect(errors[0]).toMatchObject({ code: 'body_consumed' });
    expect(store.data.size).toBe(0);
  });

  it('answers the next request of a connection after one whose body it did not read', async () => {
    const { pay } = charging(user);
    const { port } = new URL(await listening(toNodeHandler(pay)));
    const post = posting(port);
    expect(await post({ 'X-User': 'ada' }, 900_000)).toBe(400);
    expect(await post({ 'Idempotency-Key': newId(), 'X-User': 'ada' }, 10)).toBe(200);
  });

  it('answers the next request of a connection after one of whose body something else has made text', async () => {
    const { pay } = charging(user);
    const handler = toNodeHandler(pay);
    const url = await listening((incoming, outgoing) => {
      if (incoming.headers['x-text']) incoming.setEncoding('utf8');
      handler(incoming, outgoing);
    });
    const post = posting(new URL(url).port);
    expect(await post({ 'Idempotency-Key': newId(), 'X-User': 'ada', 'X-Text': '1' }, 900_000)).toBe(500);
    expect(await post({ 'Idempotency-Key': newId(), 'X-User': 'ada' }, 10)).toBe(200);
  });

  it('tells the handler that its caller has gone away', async () => {
    const idempotency = createIdempotency<unknown>({ store: createMemoryServerStore(), secret });
    let gone: unknown;
    const slow = idempotency.handle('slow', { mode: 'local', principal: 'public' }, ({ request }) => {
      return new Promise<Response>((resolve) => {
        gone = false;
        request.signal.addEventListener('abort', () => {
          gone = true;
          resolve(new Response());
        });
      });
    });
    const url = await listening(toNodeHandler(slow));
    const caller = new AbortController();
    const call = twice(url, { signal: caller.signal }).catch(() => 'aborted');
    await expect.poll(() => gone).toBe(false);
    caller.abort();
    expect(await call).toBe('aborted');
    await expect.poll(() => gone).toBe(true);
  });
});
