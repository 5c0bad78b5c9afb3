import { type SignatureOptions, signedWebhook, type Verify } from './webhookSignature.ts';

const PARTS = ['id', 'timestamp', 'signature'];

/**
 * Verifies the symmetric scheme (`v1`) of Standard Webhooks 1.0, and of Svix, whose headers have another prefix.
 * The ID of the event is in the header `webhook-id` (`svix-id`), which is signed, too. A delivery whose two prefixes say
 * different things is refused: one of the two is not signed, and it may be the one that is read.
 *
 * @param secret `whsec_` and base64, as the sender shows it; several while it is being changed
 * @throws OperationError without a usable secret
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function standardWebhooks<Event>(
  secret: string | readonly string[],
  options: SignatureOptions = {},
): Verify<Event> {
  const secrets = [secret].flat().map((text) => base64(text.replace(/^whsec_/, '')));
  return signedWebhook(
    secrets,
    (headers) => {
      const [id, timestamp, signature] = PARTS.map((part) => {
        const one = headers.get(`webhook-${part}`);
        const other = headers.get(`svix-${part}`) ?? one;
        return one === null || one === other ? other : null;
      });
      if (!id || !timestamp || !signature) return undefined;
      const signatures = signature
        .split(' ')
        .filter((part) => part.startsWith('v1,'))
        .map((part) => base64(part.slice(3)));
      return { timestamp, prefix: `${id}.${timestamp}.`, signatures };
    },
    options,
  );
}

/** Empty for what is none. */
function base64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}
