/** What a server says. */
export interface Said {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/**
 * A `Response` without the platform's streams, 50 times as fast: the simulator makes millions. It is one for
 * `instanceof`, and has what the engine reads of one.
 */
export function wireResponse({ status, headers = {}, body }: Said): Response {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  let used = false;
  const read = async (): Promise<string> => {
    if (used) throw new TypeError('Body is unusable: Body has already been read');
    used = true;
    return text;
  };
  const response = Object.create(Response.prototype, {
    status: { value: status },
    ok: { value: status >= 200 && status < 300 },
    redirected: { value: false },
    headers: { value: new Headers(headers) },
    bodyUsed: { get: () => used },
    text: { value: read },
    json: { value: async () => JSON.parse(await read()) },
    clone: { value: () => wireResponse({ status, headers, body: text }) },
  });
  return response as Response;
}
