/** The endpoint under check, and one request that it accepts. */
export interface Endpoint {
  url: string;
  method: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: string;
  /** The same request with another content. */
  otherBody: string;
}

/** An answer, read to its end. */
export interface Answer {
  status: number;
  headers: Headers;
  body: string;
  /** The `code` of a problem+json; `undefined` without one. */
  code: string | undefined;
}

/** Longer than any answer takes that a person waits for, ms. */
const TIMEOUT = 30_000;

export async function ask(
  fetch: typeof globalThis.fetch,
  { url, method, headers, body }: Endpoint,
  more: { key?: string; body?: string; headers?: Endpoint['headers'] } = {},
): Promise<Answer> {
  const all = new Headers({ 'Content-Type': 'application/json' });
  for (const [name, value] of [...headers, ...(more.headers ?? [])]) all.set(name, value);
  if (more.key !== undefined) all.set('Idempotency-Key', more.key);
  const response = await fetch(url, {
    method,
    headers: all,
    body: more.body ?? body,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text, code: codeOf(text) };
}

function codeOf(text: string): string | undefined {
  try {
    const json: unknown = JSON.parse(text);
    const code = typeof json === 'object' && json !== null && 'code' in json ? json.code : undefined;
    return typeof code === 'string' ? code : undefined;
  } catch {
    return undefined;
  }
}
