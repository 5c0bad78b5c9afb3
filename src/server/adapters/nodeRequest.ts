import { BodyConsumedError } from '../errors/bodyConsumedError.ts';

/** What this needs of Node's `IncomingMessage`, and what Express knows beside it. */
export interface NodeRequest extends AsyncIterable<Uint8Array> {
  method?: string | undefined;
  url?: string | undefined;
  /** Express: the address before a router took its part off. */
  originalUrl?: string;
  /** Express: as its `trust proxy` has it. */
  protocol?: string;
  /** HTTP/2: the host and the scheme, which are no headers there. */
  authority?: string;
  scheme?: string;
  /** Names and values, one after the other. */
  rawHeaders: readonly string[];
  /** Read where there are no raw ones: a request that was made from an event, as on AWS Lambda, may have these alone. */
  headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** It broke off. */
  aborted?: boolean;
  /** Somebody has read from the body. */
  readableDidRead: boolean;
  /** Bytes that a raw body parser read, exactly as they came. */
  body?: unknown;
  rawBody?: unknown;
}

/**
 * A web-standard Request for one of Node's.
 * @throws BodyConsumedError where a parser has read the body and kept no bytes; its stream, where it is one of text
 * @throws TypeError for an address or a method that no Request can have
 */
export function requestOf(node: NodeRequest, signal: AbortSignal): Request {
  const headers = headersOf(node);
  const method = node.method ?? 'GET';
  const target = node.originalUrl ?? node.url ?? '/';
  // Not as a relative address: `//x/y` would be a host there.
  const address = target.startsWith('/')
    ? `${node.protocol ?? node.scheme ?? 'http'}://${node.authority || headers.get('host') || 'localhost'}${target}`
    : target;
  const body = method === 'GET' || method === 'HEAD' ? null : bodyOf(node);
  // Node asks for `duplex` where a body is a stream; TypeScript's Request does not know it.
  return new Request(address, { method, headers, body, signal, duplex: 'half' } as RequestInit);
}

function headersOf({ rawHeaders, headers = {} }: NodeRequest): Headers {
  const all = new Headers();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    // HTTP/2 has the method and the address among the headers.
    if (!name.startsWith(':')) all.append(name, value);
  }
  if (!rawHeaders.length)
    for (const [name, values = []] of Object.entries(headers))
      for (const value of [values].flat()) all.append(name, value);
  return all;
}

function bodyOf(node: NodeRequest): Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> {
  for (const bytes of [node.rawBody, node.body])
    if (bytes instanceof Uint8Array) return new Uint8Array(bytes);
  if (node.readableDidRead) throw new BodyConsumedError();
  const parts = node[Symbol.asyncIterator]();
  const drain = async (): Promise<void> => {
    while (!(await parts.next()).done);
  };
  const source: UnderlyingDefaultSource<Uint8Array> = {
    async pull(controller) {
      const part = await parts.next();
      // By HTTP/2 one that broke off before anybody listened only ends.
      if (part.done && node.aborted) throw new Error('The request broke off.');
      if (part.done) return controller.close();
      // `setEncoding` has made text of it: which bytes they were is not known.
      if (!(part.value instanceof Uint8Array)) {
        // The next request of the connection is behind it, and nobody else reads it: what has failed is not cancelled.
        drain().catch(() => {});
        throw new BodyConsumedError();
      }
      controller.enqueue(part.value);
    },
    // Not `return()`: that destroys the socket, and the refusal of a body that is too long with it.
    cancel: drain,
  };
  // Nothing is read before it is asked for: Node itself takes away what nobody has begun to read, for the next request.
  return new ReadableStream<Uint8Array>(source, { highWaterMark: 0 });
}
