import canonicalize from 'canonicalize';

/** What makes two calls the same one. */
export interface Fingerprinted {
  operation: string;
  method: string;
  /** Path and query. */
  path: string;
  contentType: string;
  body: Uint8Array<ArrayBuffer>;
}

/** Importing a key costs as much as signing. A server has one secret, or two while it replaces it. */
const keys = new Map<string, Promise<CryptoKey>>();

function keyOf(secret: string): Promise<CryptoKey> {
  const known = keys.get(secret);
  if (known) return known;
  const bytes = new TextEncoder().encode(secret);
  const key = crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  keys.set(secret, key);
  return key;
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
  const encoder = new TextEncoder();
  const key = await keyOf(secret);
  const head = encoder.encode(JSON.stringify([call.operation, call.method, call.path]));
  const body = canonical(call, secretFields);
  const bytes = new Uint8Array(head.length + 1 + body.length);
  bytes.set(head);
  bytes.set(body, head.length + 1);
  return base64url(await crypto.subtle.sign('HMAC', key, bytes));
}

function canonical(
  { contentType, body }: Fingerprinted,
  secretFields: readonly string[],
): Uint8Array<ArrayBuffer> {
  if (!/[/+]json\b/i.test(contentType)) return body;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    const json: unknown = JSON.parse(text, function (key, value) {
      // An array's places are no names.
      return secretFields.includes(key) && !Array.isArray(this) ? undefined : value;
    });
    return new TextEncoder().encode(canonicalize(json));
  } catch {
    return body;
  }
}

export function base64url(buffer: ArrayBuffer): string {
  return btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}
