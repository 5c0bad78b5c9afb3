import { OperationError } from './errors/operationError.ts';
import { hmac, isSame } from './hmac.ts';

/** What came in, its body as the bytes that were signed. */
export interface Delivery {
  body: Uint8Array<ArrayBuffer>;
  headers: Headers;
}

/** The event of a delivery; `undefined`, or a throw, where it is not proved to be the sender's. */
export type Verify<Event> = (delivery: Delivery) => Event | undefined | Promise<Event | undefined>;

export interface SignatureOptions {
  /** How far a delivery's time may be from ours, ms. Default 300,000, as Standard Webhooks and Stripe have it. */
  tolerance?: number;
  /** Our clock, Unix ms. Default `Date.now`. */
  now?: () => number;
}

/** What a scheme reads from the headers of one delivery. */
export interface Signed {
  /** Unix seconds, as text: it is signed as it is written. */
  timestamp: string;
  /** What is signed before the body. */
  prefix: string;
  /** One of them must be right. */
  signatures: Uint8Array[];
}

/**
 * Checks time and signature, then reads the body as JSON.
 * @param secrets more than one while a secret is being changed
 */
export function signedWebhook<Event>(
  secrets: readonly Uint8Array<ArrayBuffer>[],
  read: (headers: Headers) => Signed | undefined,
  { tolerance = 300_000, now = Date.now }: SignatureOptions,
): Verify<Event> {
  if (!secrets.length || secrets.some(({ length }) => !length))
    throw new OperationError(
      'operation_invalid',
      'A webhook needs the secret that its sender signs with, as the sender shows it.',
    );
  return async ({ body, headers }) => {
    const signed = read(headers);
    if (!signed || !/^\d{1,12}$/.test(signed.timestamp)) return undefined;
    if (Math.abs(now() - Number(signed.timestamp) * 1000) > tolerance) return undefined;
    for (const secret of secrets) {
      const expected = await hmac(secret, signed.prefix, body);
      if (signed.signatures.some((signature) => isSame(signature, expected))) return json(body) as Event;
    }
    return undefined;
  };
}

/** `undefined` for what is no JSON. */
function json(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}
