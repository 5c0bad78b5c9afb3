import { CONNECTION } from '../answer.ts';
import { BodyConsumedError } from '../errors/bodyConsumedError.ts';
import type { RequestHandler } from '../idempotency.ts';
import { reporter } from '../reporter.ts';
import { type NodeRequest, requestOf } from './nodeRequest.ts';

/** What this needs of Node's `ServerResponse`. */
export interface NodeResponse {
  statusCode: number;
  readonly writableEnded: boolean;
  readonly headersSent: boolean;
  appendHeader(name: string, value: string): unknown;
  setHeader(name: string, value: string): unknown;
  once(event: 'close', listener: () => void): unknown;
  /** Two signatures, as HTTP/2's response has them, too. */
  end: { (): unknown; (body: Uint8Array): unknown };
}

/** Headers that something before the handler may have set, too. */
const LISTS: ReadonlySet<string> = new Set(['set-cookie', 'vary']);

/**
 * For Express and for `node:http`: their request is the context that `principal`, `unique` and the handler get. What
 * fails goes to `next`, as Express wants it; without one the answer is a 500, and `onError` hears why (default
 * `console.error`). Mount it before body parsers: it needs the bytes.
 */
export function toNodeHandler<Incoming extends NodeRequest>(
  handler: RequestHandler<Incoming>,
  { onError = console.error }: { onError?: (error: unknown) => void } = {},
): (incoming: Incoming, outgoing: NodeResponse, next?: (error: unknown) => void) => Promise<void> {
  const report = reporter(onError);
  return async (incoming, outgoing, next) => {
    try {
      await send(await answer(handler, incoming, outgoing), outgoing, incoming.method);
    } catch (error) {
      if (next) return next(error);
      report(error);
      // Something else has answered, as a middleware for timeouts does: there is nobody to tell.
      if (!outgoing.headersSent) await send(failure(error), outgoing, incoming.method);
    }
  };
}

async function answer<Incoming extends NodeRequest>(
  handler: RequestHandler<Incoming>,
  incoming: Incoming,
  outgoing: NodeResponse,
): Promise<Response> {
  const gone = new AbortController();
  outgoing.once('close', () => {
    // `writableFinished` is what HTTP/2 says of one that was broken off, too.
    if (!outgoing.writableEnded) gone.abort();
  });
  let request: Request;
  try {
    request = requestOf(incoming, gone.signal);
  } catch (error) {
    if (error instanceof TypeError) return new Response(null, { status: 400 });
    throw error;
  }
  return handler(request, incoming);
}

/** As one piece: what stands behind a request ID is finished before it is sent. */
async function send(response: Response, outgoing: NodeResponse, method?: string): Promise<void> {
  const body = new Uint8Array(await response.arrayBuffer());
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers) {
    if (CONNECTION.has(name)) continue;
    LISTS.has(name) ? outgoing.appendHeader(name, value) : outgoing.setHeader(name, value);
  }
  if (method === 'HEAD' || !body.length) outgoing.end();
  else outgoing.end(body);
}

function failure(error: unknown): Response {
  const code = error instanceof BodyConsumedError ? error.code : 'handler_failed';
  return new Response(JSON.stringify({ status: 500, code, safeNewKey: false }), {
    status: 500,
    headers: { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' },
  });
}
