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
): Response {
  const { retryAfter, ...rest } = more;
  return Response.json(
    { code, status, ...rest },
    {
      status,
      headers: {
        'Content-Type': 'application/problem+json',
        ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
      },
    },
  );
}

/** An answer from something that knows nothing of request IDs: a gateway, a proxy, a login wall. */
export function page(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(`<!doctype html><title>${text}</title><p>${text}</p>`, {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8', ...headers },
  });
}
