import { OperationError } from './errors/operationError.ts';
import type { EventFacts } from './webhookEvent.ts';
import type { Verify } from './webhookSignature.ts';

const DAY = 24 * 3_600_000;

export interface WebhookOptions<Event> {
  /** Proves that a delivery is the sender's: `standardWebhooks(secret)`, `stripeWebhooks(secret)`, or your own. */
  verify: Verify<Event>;
  /** The event's ID, the same in every redelivery: 1 to 255 visible ASCII characters. */
  id: (event: Event, headers: Headers) => string | null | undefined;
  /**
   * What the event tells the whole state of, such as a subscription's ID (at most 1,000 characters): an older event of
   * the same object that comes late is held off. `null` for one that stands for itself: it is always applied.
   */
  object: (event: Event) => string | null | undefined;
  /** When it happened, by the sender's clock: a Date, or Unix ms (of Stripe's seconds: `event.created * 1000`). */
  createdAt: (event: Event, headers: Headers) => Date | number;
  /**
   * The action that caused it, for its trace: the request ID from your metadata, or the operation key that the sender
   * got as its own idempotency key.
   */
  requestId?: (event: Event) => string | null | undefined;
  /**
   * Asked where two events of an object have the same time, so that nobody can say which is newer: the event with the
   * object's state of now. Runs inside the transaction. Without it such events are applied as they come.
   */
  refetch?: (event: Event, facts: EventFacts) => Event | Promise<Event>;
  /** How long events and watermarks are kept, ms. Default 90 d; `null`: for ever. An older event is refused. */
  retention?: number | null;
  /** Bytes. Default 1 MiB. */
  maxRequest?: number;
}

/**
 * Applies the event in the store's transaction. A 2xx, or nothing (204), is stored. Anything else rolls back, and so
 * does a throw: the sender comes again.
 */
export type WebhookHandler<Native, Event> = (
  event: Event,
  transaction: Native,
  facts: EventFacts & {
    /** W3C Trace Context in the trace of the action that caused it, where the event names its request ID. */
    traceparent: string | null;
  },
) => Response | Handled | Promise<Response | Handled>;

// biome-ignore lint/suspicious/noConfusingVoidType: a handler may end without a return
type Handled = undefined | void;

/** A webhook with every default filled in. */
export interface Webhook<Event> {
  provider: string;
  options: WebhookOptions<Event> & { retention: number | null; maxRequest: number };
}

const KNOWN: readonly string[] = [
  'verify',
  'id',
  'object',
  'createdAt',
  'requestId',
  'refetch',
  'retention',
  'maxRequest',
] satisfies (keyof WebhookOptions<unknown>)[];

/** @throws OperationError where the options cannot mean anything */
export function defineWebhook<Event>(provider: string, given: WebhookOptions<Event>): Webhook<Event> {
  const invalid = (why: string): never => {
    throw new OperationError('operation_invalid', `The webhook "${provider}" ${why}`);
  };
  if (!/^[\w.-]{1,100}$/.test(provider))
    invalid('needs a name of letters, digits, ".", "_" and "-": stored rows refer to it.');
  for (const option of Object.keys(given))
    if (!KNOWN.includes(option)) invalid(`has an unknown option "${option}". Known are ${KNOWN.join(', ')}.`);
  for (const option of ['verify', 'id', 'object', 'createdAt'] as const)
    if (typeof given[option] !== 'function') invalid(`needs \`${option}\`.`);
  const { retention = 90 * DAY, maxRequest = 1 << 20 } = given;
  for (const [option, value] of Object.entries({ retention, maxRequest }))
    if (value !== null && !(value > 0 && value < Number.POSITIVE_INFINITY))
      invalid(`has no usable number in "${option}".`);
  return { provider, options: { ...given, retention, maxRequest } };
}
