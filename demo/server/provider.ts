import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { Receipt } from '../contract.ts';

/** Known to the bank and to the shop. */
export const WEBHOOK_SECRET = 'whsec_dGhlIGNvcm5lciBzaG9wIG9uIHRoZSBjb3JuZXI=';

export interface BankEvent {
  type: 'charge.settled';
  /** ISO 8601, by the bank's clock. */
  timestamp: string;
  data: { receiptId: string; amount: number; requestId: string };
}

/** The shop's bank: some time after a charge it says by webhook that the money has come. */
export function createProvider() {
  let address = '';
  let last: { id: string; body: string } | undefined;

  const deliver = async ({ id, body }: NonNullable<typeof last>): Promise<number> => {
    const now = new Date();
    const { status } = await fetch(address, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
        'webhook-signature': new Webhook(WEBHOOK_SECRET).sign(id, now, body),
      },
      body,
    });
    return status;
  };

  return {
    /** Where the shop listens for it. */
    subscribe(url: string) {
      address = url;
    },

    async settle({ id: receiptId, amount, at }: Receipt, requestId: string): Promise<void> {
      const timestamp = new Date(at).toISOString();
      const event: BankEvent = { type: 'charge.settled', timestamp, data: { receiptId, amount, requestId } };
      last = { id: `evt_${randomUUID()}`, body: JSON.stringify(event) };
      await deliver(last);
    },

    /** As senders do that never got an answer. @returns the status; `undefined` where there was no event yet */
    again: async (): Promise<number | undefined> => last && deliver(last),

    forget() {
      last = undefined;
    },
  };
}
