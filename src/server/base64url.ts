/** RFC 4648, section 5, without padding. For keys and digests: a few dozen bytes. */
export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes)).replace(/[+/=]/g, (each) => OTHERS[each] ?? '');
}

const OTHERS: Record<string, string> = { '+': '-', '/': '_' };
