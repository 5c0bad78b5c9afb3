import { isRequestId } from '../core/requestId.ts';
import type { WebhookOptions } from './webhookOptions.ts';
import type { Delivery } from './webhookSignature.ts';

/** What is known of one event: what its handler gets beside it. */
export interface EventFacts {
  provider: string;
  eventId: string;
  /** What the event tells the state of; `null` where it stands for itself. */
  object: string | null;
  /** Unix ms, by the sender's clock. */
  createdAt: number;
  /** The request ID, or the operation key, of the action that caused it, as the event names it. */
  requestId: string | null;
}

/** What is longer is no name, characters. */
const OBJECT = 1000;

/** Reads what the rules need. `undefined` where the event does not have it in a usable form. */
export function readEvent<Event>(
  provider: string,
  options: Pick<WebhookOptions<Event>, 'id' | 'object' | 'createdAt' | 'requestId'>,
  event: Event,
  { headers }: Delivery,
): EventFacts | undefined {
  const eventId: unknown = options.id(event, headers);
  const object: unknown = options.object(event) ?? null;
  const at: unknown = options.createdAt(event, headers);
  const createdAt = at instanceof Date ? at.getTime() : at;
  const requestId: unknown = options.requestId?.(event);
  if (!isRequestId(eventId)) return undefined;
  if (object !== null && (typeof object !== 'string' || !object || object.length > OBJECT)) return undefined;
  if (typeof createdAt !== 'number' || !Number.isFinite(createdAt)) return undefined;
  return { provider, eventId, object, createdAt, requestId: isRequestId(requestId) ? requestId : null };
}

/** The ID of its row. With spaces, which no request ID has: no client's key can take its place. */
export function eventRow({ provider, eventId }: Pick<EventFacts, 'provider' | 'eventId'>): string {
  return `webhook ${provider} ${eventId}`;
}
