import canonicalize from 'canonicalize';
import { base64url } from './base64.ts';
import { hmac } from './hmac.ts';

/** What makes two calls the same one. */
export interface Fingerprinted {
  operation: string;
  method: string;
  /** Path and query. */
  path: string;
  contentType: string;
  body: Uint8Array<ArrayBuffer>;
}

/**
 * Keyed HMAC-SHA-256 over operation, method, path and the canonical JSON (RFC 8785) or the raw bytes, in base64url.
 * Keyed, so that nobody who reads the table can guess a body by trying. Secret fields are left out, on every level.
 */
export async function fingerprint(
  call: Fingerprinted,
  secret: string,
  secretFields: readonly string[],
): Promise<string> {
  const head = JSON.stringify([call.operation, call.method, call.path]);
  const signed = await hmac(secret, `${head}\0`, canonical(call, secretFields));
  return base64url(signed);
}

const NUMBER = /-?\d[\d.eE+-]*/g;
/** Shorter ones are told apart as they are. */
const LONG = 16;

/**
 * Long numbers as text: parsed, two of them may be one, as 9007199254740993 and 9007199254740992 are. Strings are
 * skipped by hand: whoever sends a body may send one that a pattern for strings tries again from each of its quotes.
 */
function exact(json: string): string {
  const parts: string[] = [];
  for (let at = 0; at < json.length; ) {
    const quote = json.indexOf('"', at);
    const opens = quote < 0 ? json.length : quote;
    const numbers = json.slice(at, opens);
    parts.push(
      numbers.replace(NUMBER, (token) =>
        token.length < LONG || String(Number(token)) === token ? token : JSON.stringify(`number ${token}`),
      ),
    );
    at = endOfString(json, opens);
    parts.push(json.slice(opens, at));
  }
  return parts.join('');
}

/** Behind the string that opens there; a quote after an odd number of backslashes is a part of it. */
function endOfString(json: string, opens: number): number {
  let quote = opens;
  for (;;) {
    quote = json.indexOf('"', quote + 1);
    if (quote < 0) return json.length;
    let before = quote;
    while (json[before - 1] === '\\') before -= 1;
    if ((quote - before) % 2 === 0) return quote + 1;
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

function canonical(
  { contentType, body }: Fingerprinted,
  secretFields: readonly string[],
): Uint8Array<ArrayBuffer> {
  if (!/[/+]json\b/i.test(contentType)) return body;
  try {
    const text = exact(decoder.decode(body));
    const json: unknown = secretFields.length
      ? JSON.parse(text, function (key, value) {
          // An array's places are no names.
          return secretFields.includes(key) && !Array.isArray(this) ? undefined : value;
        })
      : JSON.parse(text);
    return new TextEncoder().encode(canonicalize(json));
  } catch {
    return body;
  }
}
