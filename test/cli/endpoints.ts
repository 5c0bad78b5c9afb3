import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createIdempotency, type OperationOptions, toNodeHandler } from 'safe-action/server';
import { createMemoryServerStore } from 'safe-action/testing';
import { onTestFinished } from 'vitest';

export interface Served {
  url: string;
  /** How often the effect happened. */
  effects(): number;
}

/** Serves on a free loopback port until the test ends. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise<void>((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/pay`;
}

/** An endpoint on the package's own server half. Who asks is in the header `x-user`. */
export async function honest(options: Partial<OperationOptions> = {}): Promise<Served> {
  const store = createMemoryServerStore();
  const idempotency = createIdempotency<(typeof store)['data'] & never, IncomingMessage>({
    store: store as never,
    principal: (request) => request.headers.get('x-user'),
    secret: 'a secret of the tests',
    onError: () => {},
  });
  let effects = 0;
  const pay = idempotency.handle('pay', { ...options, mode: 'local' }, async () => {
    effects += 1;
    return Response.json({ receipt: effects }, { headers: { 'Set-Cookie': 'a=b' } });
  });
  return { url: await serve(toNodeHandler(pay)), effects: () => effects };
}

/** An endpoint that knows nothing of request IDs. */
export async function careless(): Promise<Served> {
  let effects = 0;
  const url = await serve((_request, response) => {
    effects += 1;
    response.setHeader('Set-Cookie', 'a=b');
    response.end(JSON.stringify({ receipt: effects }));
  });
  return { url, effects: () => effects };
}
