/** What an endpoint answers: plain data, so that it can be stored and given again. */
export interface Answer {
  status: number;
  body: string;
  headers: Record<string, string>;
  /** It is the stored answer of an earlier arrival. */
  replayed?: boolean;
}

export function json(status: number, data: unknown, headers: Record<string, string> = {}): Answer {
  return { status, body: JSON.stringify(data), headers: { 'Content-Type': 'application/json', ...headers } };
}

/**
 * RFC 9457. `code` is for programs, `detail` for the person. `safeNewKey`: nothing happened under this request ID and
 * nothing ever will, so a new one is safe.
 */
export function problem(
  status: number,
  code: string,
  more: {
    detail?: string;
    change?: string;
    safeNewKey?: boolean;
    fields?: Record<string, string>;
    retryAfter?: number;
  } = {},
): Answer {
  const { retryAfter, ...rest } = more;
  return json(
    status,
    { code, status, ...rest },
    {
      'Content-Type': 'application/problem+json',
      ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
    },
  );
}

/** An answer from something that knows nothing of request IDs: a gateway, a proxy, a login wall. */
export function page(status: number, text: string, headers: Record<string, string> = {}): Answer {
  return {
    status,
    body: `<!doctype html><title>${text}</title><p>${text}</p>`,
    headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers },
  };
}
