import { digest } from './digest.ts';

/** The effect's name towards a provider, which may be read there by others: it does not give the request ID away. */
export async function operationKey(operation: string, requestId: string): Promise<string> {
  return `sa_${await digest(`${operation}\n${requestId}`, 'base64url')}`;
}

export function isOperationKey(text: string): boolean {
  return /^sa_[\w-]{43}$/.test(text);
}

/**
 * An object's name in its table: of what an operation does to it, or a sender tells of it. It may come from the request,
 * and an index takes no more than 2.7 kB, so a long one is stored as its digest, in a form that no short one has.
 */
export async function objectKey(whose: string, object: string): Promise<string> {
  const plain = JSON.stringify([whose, object]);
  return plain.length <= 255 ? plain : JSON.stringify([[await digest(plain, 'base64url')]]);
}

/** W3C Trace Context: the trace is the request ID's, the span this arrival's. */
export async function traceparent(requestId: string): Promise<string> {
  const trace = (await digest(requestId, 'hex')).slice(0, 32);
  // Of a UUID the first and the last eight digits, all of them drawn: runtimes draw UUIDs in advance.
  const drawn = crypto.randomUUID();
  return `00-${trace}-${drawn.slice(0, 8)}${drawn.slice(-8)}-01`;
}

/** The caller's own trace; `null` where it names none, or not as W3C Trace Context has it (an unknown version may be longer). */
export function linkOf(headers: Headers): string | null {
  const given = headers.get('traceparent')?.trim() ?? '';
  const [, version, trace, span, more] =
    /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}(-.{0,200})?$/.exec(given) ?? [];
  if (!trace || !span || version === 'ff' || (version === '00' && more)) return null;
  return /^0+$/.test(trace) || /^0+$/.test(span) ? null : given;
}
