import { type SignatureOptions, signedWebhook, type Verify } from './webhookSignature.ts';

/**
 * Verifies Stripe's scheme: `Stripe-Signature: t=…,v1=…`, hex, over `<t>.<body>`.
 *
 * @param secret `whsec_…` of the endpoint, used as it is written; several while it is being changed
 * @throws OperationError without a usable secret
 * @see https://docs.stripe.com/webhooks/signature
 */
export function stripeWebhooks<Event>(
  secret: string | readonly string[],
  options: SignatureOptions = {},
): Verify<Event> {
  const secrets = [secret].flat().map((text) => new TextEncoder().encode(text));
  return signedWebhook(
    secrets,
    (headers) => {
      const parts = (headers.get('stripe-signature') ?? '').split(',').map((part) => part.trim().split('='));
      const timestamp = parts.find(([name]) => name === 't')?.[1];
      if (!timestamp) return undefined;
      const signatures = parts.filter(([name]) => name === 'v1').map(([, hex = '']) => bytesOfHex(hex));
      return { timestamp, prefix: `${timestamp}.`, signatures };
    },
    options,
  );
}

/** Empty for what is none. */
function bytesOfHex(hex: string): Uint8Array {
  return /^([0-9a-f]{2})+$/i.test(hex)
    ? Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
    : new Uint8Array();
}
