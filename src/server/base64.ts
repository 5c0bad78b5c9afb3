/** As many as a call takes arguments, everywhere. */
const CHUNK = 8192;

/** RFC 4648, section 4. */
export function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

const OTHERS: Record<string, string> = { '+': '-', '/': '_' };

/** RFC 4648, section 5, without padding. */
export function base64url(bytes: Uint8Array): string {
  return base64(bytes).replace(/[+/=]/g, (each) => OTHERS[each] ?? '');
}
