// biome-ignore-all lint/suspicious/noExplicitAny: a definition of any input must fit, and `unknown` is not bivariant
/** What one attempt may use. */
export interface SendContext {
  readonly requestId: string;
  /** 1 for the first. */
  readonly attempt: number;
  /** Aborted when the attempt's time is over. */
  readonly signal: AbortSignal;
  /** The request ID as a header: `{ 'Idempotency-Key': requestId }`. */
  readonly headers: Record<string, string>;
  /**
   * The only door to the network (law 3). Adds `headers` and `signal`, and rejects with `NotSentError` without sending
   * when this tab may not send any more.
   */
  readonly fetch: (input: string | URL | Request, init?: RequestInit) => Promise<Response>;
}

/** The request that `post()` freezes at mint; every attempt sends these bytes (law 5). */
export interface FrozenRequest {
  url: string;
  method: string;
  body: string;
}

/** How an action is sent: the app's own function, or what `post()` returns. */
export interface Send<Frozen> {
  (input: Frozen, context: SendContext, request?: FrozenRequest): unknown;
  /**
   * Only `post()` has it: makes the request that is stored with the record, or gives the one `before` another ID, since
   * the input that is kept has no classes any more.
   */
  readonly freeze?: (input: Frozen, requestId: string, before?: FrozenRequest) => FrozenRequest;
}

export interface PostOptions {
  /** @default 'POST' */
  method?: string;
  /** Read anew for each attempt, since tokens expire. */
  headers?: () => HeadersInit | Promise<HeadersInit>;
  credentials?: RequestCredentials;
  /** Where the ID travels: the `Idempotency-Key` header, or a field of the JSON body. @default 'header' */
  idIn?: 'header' | `body.${string}`;
  /** Sends the header as an RFC 8941 string, in double quotes. @default false */
  quoted?: boolean;
}

/** Of a file JSON would write `{}`, and "Sent." be said of it (law 7). One that nobody has chosen has no name, either. */
function whole(_: string, part: unknown): unknown {
  const { size, name } = (part ?? {}) as File;
  if (/ (Blob|File)]/.test(Object.prototype.toString.call(part)) && (size || name))
    throw new TypeError('A file is no JSON.');
  return part;
}

/**
 * Sends the input as JSON. Method, address and body are frozen at mint; headers are read per attempt.
 * A 2xx answer must be JSON or empty, and not redirected (a login page is no receipt).
 *
 * @param url an address, or a function of the input
 * @example send: post((input) => `/api/orders/${input.orderId}/cancel`, { credentials: 'include' })
 */
export function post<Frozen = any>(
  url: string | ((input: Frozen) => string),
  options: PostOptions = {},
): Send<Frozen> {
  const { method = 'POST', headers, credentials, idIn = 'header', quoted } = options;
  const field = idIn === 'header' ? undefined : idIn.slice(5);
  const freeze = (input: Frozen, requestId: string, before?: FrozenRequest): FrozenRequest => {
    // To the byte: read and written again, a number that is longer than a double is another one (law 5).
    if (before && !field) return before;
    // A spread would lose what a class says of itself; so does what is kept of an input.
    const said = before?.body
      ? JSON.parse(before.body)
      : field
        ? ((input as any)?.toJSON?.() ?? input)
        : input;
    return {
      url: before?.url ?? (typeof url === 'function' ? url(input) : url),
      method: before?.method ?? method,
      body: JSON.stringify(field ? { ...said, [field]: requestId } : said, whole) ?? '',
    };
  };
  const send = async (input: Frozen, context: SendContext, request?: FrozenRequest): Promise<Response> => {
    const { requestId, fetch } = context;
    const frozen = request ?? freeze(input, requestId);
    const all = new Headers(await headers?.());
    all.set('Content-Type', 'application/json');
    all.set('Idempotency-Key', field ? '' : quoted ? JSON.stringify(requestId) : requestId);
    return fetch(frozen.url, {
      method: frozen.method,
      headers: all,
      body: frozen.body,
      ...(credentials && { credentials }),
    });
  };
  return Object.assign(send, { freeze });
}
