import { Hono } from 'hono';
import { standardWebhooks } from 'safe-action/server';
import { recordIn } from '../lab.ts';
import { type BankEvent, WEBHOOK_SECRET } from '../provider.ts';
import type { Shop } from '../shop.ts';

/** What the bank says, applied once, however often it says it. */
export function webhookRoutes({ idempotency, lab }: Shop): Hono {
  const receive = idempotency.webhook<BankEvent>(
    'bank',
    {
      verify: standardWebhooks(WEBHOOK_SECRET),
      id: (_event, headers) => headers.get('webhook-id'),
      object: ({ data }) => data.receiptId,
      createdAt: ({ timestamp }) => new Date(timestamp),
      requestId: ({ data }) => data.requestId,
    },
    async ({ data }, books) => {
      await recordIn(books, data.requestId, ['settlements', data.receiptId]);
    },
  );
  return new Hono().post('/bank', async (c) => {
    const answer = await receive(c.req.raw);
    lab.changed();
    return answer;
  });
}
