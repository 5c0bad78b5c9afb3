import { nodeCrypto } from './nodeCrypto.ts';

/** Importing a key costs as much as signing. A server has one secret of a kind, or two while it replaces it. */
const keys = new Map<string | Uint8Array, Promise<CryptoKey>>();

function keyOf(secret: string | Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const known = keys.get(secret);
  if (known) return known;
  const bytes = typeof secret === 'string' ? new TextEncoder().encode(secret) : secret;
  const key = crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  keys.set(secret, key);
  return key;
}

/** HMAC-SHA-256 over a text and the bytes after it. */
export async function hmac(
  secret: string | Uint8Array<ArrayBuffer>,
  prefix: string,
  body: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  if (nodeCrypto)
    return new Uint8Array(nodeCrypto.createHmac('sha256', secret).update(prefix).update(body).digest());
  const key = await keyOf(secret);
  const head = new TextEncoder().encode(prefix);
  const all = new Uint8Array(head.length + body.length);
  all.set(head);
  all.set(body, head.length);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, all));
}

/** In a time that does not tell how many bytes are the same. */
export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (const [at, byte] of one.entries()) difference |= byte ^ (other[at] ?? 0);
  return difference === 0;
}
