/** HMAC-SHA-256 over a text and the bytes after it. */
export async function hmac(
  secret: Uint8Array<ArrayBuffer>,
  prefix: string,
  body: Uint8Array,
): Promise<Uint8Array> {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
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
