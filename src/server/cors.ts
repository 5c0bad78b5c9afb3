import { OperationError } from './errors/operationError.ts';

/** For an endpoint on another origin. Without these a browser sees neither `Retry-After` nor the replay marker. */
export interface CorsOptions {
  /** The origins that may call, such as `https://shop.example`; no `*`, which cannot go with credentials. */
  origins: readonly string[];
  /** Further request headers that clients send. `Content-Type` and `Idempotency-Key` are there anyway. */
  headers?: readonly string[];
}

/** As browsers send it: a scheme and a host, in lower case, and a port; no path, not even a slash. */
const ORIGIN = /^(null|[a-z][a-z0-9+.-]*:\/\/[^/*\sA-Z]+)$/;

/** @throws OperationError for what no browser sends, and would allow nobody without a word */
export function checkOrigins({ origins }: CorsOptions): void {
  const wrong = Array.isArray(origins) ? origins.find((origin) => !ORIGIN.test(origin)) : String(origins);
  if (wrong !== undefined)
    throw new OperationError(
      'operation_invalid',
      `\`cors.origins\` has ${JSON.stringify(wrong)}. List each origin as a browser sends it, such as ['https://shop.example'].`,
    );
}

const EXPOSED = 'Retry-After, Idempotent-Replayed, Date';

/** The answer to a preflight; `undefined` for any other request. */
export function preflight(request: Request, { headers = [] }: CorsOptions): Response | undefined {
  if (request.method !== 'OPTIONS' || !request.headers.has('access-control-request-method')) return undefined;
  return new Response(null, {
    status: 204,
    headers: {
      'Access-Control-Allow-Methods': 'GET, POST, PUT, PATCH, DELETE',
      'Access-Control-Allow-Headers': ['Content-Type', 'Idempotency-Key', ...headers].join(', '),
      'Access-Control-Max-Age': '600',
    },
  });
}

export function allowOrigin(request: Request, answer: Response, { origins }: CorsOptions): Response {
  // The headers of one that came from `fetch` cannot be changed.
  const response = new Response(answer.body, answer);
  response.headers.append('Vary', 'Origin');
  const origin = request.headers.get('origin');
  if (origin === null || !origins.includes(origin)) return response;
  response.headers.set('Access-Control-Allow-Origin', origin);
  response.headers.set('Access-Control-Allow-Credentials', 'true');
  response.headers.set('Access-Control-Expose-Headers', EXPOSED);
  return response;
}
