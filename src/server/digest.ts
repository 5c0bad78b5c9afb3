import { base64url } from './base64.ts';
import { nodeCrypto } from './nodeCrypto.ts';

/** SHA-256 of a text. */
export async function digest(text: string, encoding: 'hex' | 'base64url'): Promise<string> {
  if (nodeCrypto) return nodeCrypto.hash('sha256', text, encoding);
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return encoding === 'hex' ? hex(bytes) : base64url(bytes);
}

const hex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
