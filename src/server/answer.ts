import { bytesOf } from './bytes.ts';
import { AnswerTooLargeError } from './errors/answerTooLargeError.ts';
import { StreamingResponseError } from './errors/streamingResponseError.ts';
import type { StoredAnswer } from './row.ts';

/** Kept with an answer and given to every repeat. Never `set-cookie`: a repeat may be somebody else's browser. */
export const KEPT_HEADERS: readonly string[] = [
  'content-type',
  // Without it the bytes of a compressed answer mean nothing.
  'content-encoding',
  'content-disposition',
  'content-language',
  'content-location',
  'etag',
  'last-modified',
  'location',
  'link',
  'vary',
];

/** Says "not now" or "who are you": nothing that may be given back later. */
const TEMPORARY: ReadonlySet<number> = new Set([401, 403, 408, 425, 429]);

/** 2xx, 3xx and deterministic 4xx. */
export function isStorable(status: number): boolean {
  return status >= 200 && status < 500 && !TEMPORARY.has(status);
}

/** A 4xx proves that this request does nothing: another ID may have its business object. */
export function isRefusal(status: number): boolean {
  return status >= 400;
}

/**
 * What belongs to one connection (RFC 9110, 7.6.1), and the length: an answer that `fetch` got has those of its own. Its
 * length is that of other bytes where it was compressed, and HTTP/2 throws for the others.
 */
export const CONNECTION: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/**
 * A Response's headers, as they fit its body. That of an answer of `fetch` is read without its compression, and the
 * headers that tell of it are still there: whoever gets them and the body can read neither.
 */
export function headersOf({ headers, url }: Response): Headers {
  // Only what came by `fetch` has an address.
  if (!url) return headers;
  return new Headers([...headers].filter(([name]) => name !== 'content-encoding' && !CONNECTION.has(name)));
}

/** A Response that is not stored, with headers that fit its body. */
export function passedOn(response: Response): Response {
  const { status, statusText } = response;
  return response.url
    ? new Response(response.body, { status, statusText, headers: headersOf(response) })
    : response;
}

/**
 * Reads a Response to its end.
 * @param limit bytes
 * @throws StreamingResponseError for one that is meant never to end
 * @throws AnswerTooLargeError beyond `limit`: never half a body is stored
 */
export async function readAnswer(
  response: Response,
  kept: readonly string[],
  limit: number,
): Promise<StoredAnswer> {
  if (/^(text\/event-stream|multipart\/x-mixed-replace)\b/i.test(response.headers.get('content-type') ?? ''))
    throw new StreamingResponseError();
  const body = await bytesOf(response.body, limit);
  if (!body) throw new AnswerTooLargeError(limit);
  const headers = [...headersOf(response)].filter(([name]) => kept.includes(name));
  return { status: response.status, headers, body };
}

/** The answer as its first caller gets it: with all of its headers, `set-cookie` too. */
export function firstAnswer({ status, body }: StoredAnswer, headers: Headers): Response {
  return new Response(bodyFor(status, body), { status, headers });
}

/** The answer as every repeat gets it. */
export function replayed({ status, headers, body }: StoredAnswer): Response {
  return new Response(bodyFor(status, body), {
    status,
    headers: [...headers, ['idempotent-replayed', 'true'], ['cache-control', 'no-store']],
  });
}

/** `Response` refuses a body, even an empty one, with these. */
function bodyFor(status: number, body: Uint8Array | null): Uint8Array<ArrayBuffer> | null {
  return [204, 205, 304].includes(status) || !body ? null : new Uint8Array(body);
}
