import { createServer, type RequestListener, request as send } from 'node:http';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  createServer as createHttp2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from 'node:http2';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Serves on a free loopback port until the test is over. */
export async function listening(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The same by HTTP/2, for one client. */
export async function listeningHttp2(
  listener: (request: Http2ServerRequest, response: Http2ServerResponse) => void,
): Promise<ClientHttp2Session> {
  const server = createHttp2Server(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => {
    client.destroy();
    server.close();
  });
  return client;
}

/** The caller of a request by HTTP/2 goes away, and its server has heard of it by then. */
export async function leave(client: ClientHttp2Session, request: ClientHttp2Stream): Promise<void> {
  const closed = new Promise((resolve) => request.once('close', resolve));
  request.destroy();
  await closed;
  // By the next answer of the connection.
  await new Promise((resolve) => client.ping(resolve));
}

/** Posts to a target as it is, which `fetch` would tidy up. */
export function raw(
  url: string,
  path: string,
  headers: Record<string, string>,
): Promise<[status: number, body: string]> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = send({ hostname, port, path, method: 'POST', headers }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (part) => (body += part));
      answer.once('end', () => resolve([answer.statusCode ?? 0, body]));
    });
    sent.once('error', reject).end('{}');
  });
}
