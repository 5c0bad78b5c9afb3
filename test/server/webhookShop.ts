import { createHmac } from 'node:crypto';
import { stripeWebhooks, type WebhookHandler, type WebhookOptions } from 'safe-action/server';
import type { MemoryData } from 'safe-action/testing';
import { openShop, type ServerShop, START } from './shop.ts';

/** An event as the sender of these tests has it. */
export interface PaymentEvent {
  id: string;
  /** Unix ms. */
  created: number;
  object: string | null;
  state: string;
  requestId?: string;
}

export const SECRET = 'whsec_of_the_tests';

export interface Sender {
  shop: ServerShop;
  receive(request: Request): Promise<Response>;
  /** Delivers an event, signed now. */
  send(event: PaymentEvent | object): Promise<Response>;
  /** The handler's calls. */
  applied: PaymentEvent[];
  /** The stored state of an object. */
  stateOf(object: string): unknown;
}

/** A shop that hears of payments, and their sender. Its handler keeps the newest state of each object. */
export function openSender({
  options = {},
  handler,
  shop = openShop(),
}: {
  options?: Partial<WebhookOptions<PaymentEvent>>;
  handler?: WebhookHandler<MemoryData, PaymentEvent>;
  shop?: ServerShop;
} = {}): Sender {
  const applied: PaymentEvent[] = [];
  const receive = shop.idempotency.webhook<PaymentEvent>(
    'bank',
    {
      verify: stripeWebhooks(SECRET, { now: () => START }),
      id: ({ id }) => id,
      object: ({ object }) => object,
      createdAt: ({ created }) => created,
      requestId: ({ requestId }) => requestId,
      ...options,
    },
    handler ??
      ((event, data) => {
        applied.push(event);
        data.put(`state ${event.object}`, event.state);
      }),
  );
  return {
    shop,
    applied,
    receive,
    send: (event) => receive(signed(JSON.stringify(event))),
    stateOf: (object) => shop.store.data.get(`state ${object}`),
  };
}

export function signed(body: string | Buffer, { at = START, secret = SECRET } = {}): Request {
  const t = Math.floor(at / 1000);
  const v1 = createHmac('sha256', secret).update(`${t}.`).update(body).digest('hex');
  return new Request('https://shop.example/webhooks/bank', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'Stripe-Signature': `t=${t},v1=${v1}` },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
}

let made = 0;

export function event(more: Partial<PaymentEvent> = {}): PaymentEvent {
  made += 1;
  return { id: `evt_${made}`, created: START, object: 'pay_1', state: 'paid', ...more };
}
