import { parseItem } from 'structured-headers';
import { isRequestId } from '../core/requestId.ts';
import type { Problem } from './problem.ts';
import { refusals } from './refusals.ts';

/** Where the ID travels: the `Idempotency-Key` header, or a top-level field of a JSON body. */
export type KeyPlace = 'header' | `body.${string}`;

export type Key = { requestId: string } | { problem: Problem };

const keyOf = (requestId: string | undefined): Key =>
  requestId === undefined ? { problem: refusals.keyMalformed() } : { requestId };

export function headerKey(headers: Headers): Key {
  const header = headers.get('idempotency-key');
  return header === null ? { problem: refusals.keyMissing() } : keyOf(readKey(header));
}

export function bodyKey(place: KeyPlace, body: Uint8Array): Key {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return { problem: refusals.keyMissing() };
  }
  const name = place.slice('body.'.length);
  const own = typeof json === 'object' && json !== null && Object.hasOwn(json, name);
  const said = own ? (json as Record<string, unknown>)[name] : '';
  if (said === '') return { problem: refusals.keyMissing() };
  return keyOf(isRequestId(said) ? said : undefined);
}

/** The header's value as clients write it: bare, or as RFC 8941 and the IETF draft have it, in quotes. */
export function readKey(header: string): string | undefined {
  const value = header.trim();
  if (!value.startsWith('"')) return isRequestId(value) && !value.includes('"') ? value : undefined;
  // 255 escaped characters, their quotes, and a few parameters: what is longer is no key, and parsing it is not cheap.
  if (value.length > 1024) return undefined;
  try {
    const [item] = parseItem(value);
    return isRequestId(item) ? item : undefined;
  } catch {
    return undefined;
  }
}
