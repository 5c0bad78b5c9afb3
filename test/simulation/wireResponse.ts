/** What a server says. */
export interface Said {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export function wireResponse({ status, headers = {}, body }: Said): Response {
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  return new Response(text, { status, headers });
}
