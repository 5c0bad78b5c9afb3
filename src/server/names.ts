import { base64url } from './fingerprint.ts';
import { nodeCrypto } from './nodeCrypto.ts';

const digest = async (text: string): Promise<Uint8Array<ArrayBuffer>> =>
  new Uint8Array(
    nodeCrypto
      ? nodeCrypto.createHash('sha256').update(text).digest()
      : await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)),
  );

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** The effect's name towards a provider, which may be read there by others: it does not give the request ID away. */
export async function operationKey(operation: string, requestId: string): Promise<string> {
  return `sa_${base64url(await digest(`${operation}\n${requestId}`))}`;
}

export function isOperationKey(text: string): boolean {
  return /^sa_[\w-]{43}$/.test(text);
}

/**
 * A business object's name in the table. It may come from the request, and an index takes no more than 2.7 kB, so a long
 * one is stored as its digest, in a form that no short one has.
 */
export async function uniqueKeyOf(operation: string, object: string): Promise<string> {
  const plain = JSON.stringify([operation, object]);
  return plain.length <= 255 ? plain : JSON.stringify([[base64url(await digest(plain))]]);
}

/** W3C Trace Context: the trace is the request ID's, the span this arrival's. */
export async function traceparent(requestId: string): Promise<string> {
  const trace = (await digest(requestId)).slice(0, 16);
  return `00-${hex(trace)}-${hex(crypto.getRandomValues(new Uint8Array(8)))}-01`;
}

/** The caller's own trace; `null` where it names none, or not as W3C Trace Context has it (an unknown version may be longer). */
export function linkOf(headers: Headers): string | null {
  const given = headers.get('traceparent')?.trim() ?? '';
  const [, version, trace, span, more] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.{0,200})?$/.exec(given) ?? [];
  if (!trace || !span || version === 'ff' || (version === '00' && more)) return null;
  return /^0+$/.test(trace) || /^0+$/.test(span) ? null : given;
}
