import { parseItem } from 'structured-headers';
import { isRequestId } from '../core/requestId.ts';

/** The header's value as clients write it: bare, or as RFC 8941 and the IETF draft have it, in quotes. */
export function readKey(header: string): string | undefined {
  const value = header.trim();
  if (!value.startsWith('"')) return isRequestId(value) && !value.includes('"') ? value : undefined;
  try {
    const [item] = parseItem(value);
    return isRequestId(item) ? item : undefined;
  } catch {
    return undefined;
  }
}
