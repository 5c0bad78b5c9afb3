import { Hono } from 'hono';
import { PayInput } from '../../contract.ts';
import { type Answer, json, problem } from '../answer.ts';
import { type Call, inputOf } from '../call.ts';
import { endpoint } from '../endpoint.ts';
import type { Shop } from '../shop.ts';

const cardDeclined = problem(402, 'card_declined', {
  detail: 'Your card was declined. Please use another card.',
  change: 'payment',
  safeNewKey: true,
});

export function payRoutes(shop: Shop): Hono {
  const pay = (call: Call): Answer => {
    const input = PayInput.safeParse(inputOf(call));
    if (!input.success) return problem(422, 'invalid_input', { safeNewKey: true });
    const { cartId, amount, card } = input.data;
    if (card === 'tok_declined') return cardDeclined;

    const { owner } = call.caller;
    const receipt = shop.orders.add(owner, call.requestId, { cartId, amount, last4: '4242' });
    shop.carts.markPaid(cartId, receipt.id);
    shop.lab.happened(
      call,
      ['charges', `${(amount / 100).toFixed(2)} EUR`],
      ['orders', receipt.orderId],
      ['emails', `Receipt ${receipt.id}`],
    );
    return json(200, receipt);
  };

  /** A stored failure is only what was answered; whether there was a charge, the books know. */
  const status = (call: Call): Answer => {
    const answer = shop.answers.status(call);
    const receipt = answer.status >= 500 && shop.orders.receiptOf(call.requestId);
    return receipt ? json(200, receipt) : answer;
  };

  return new Hono()
    .post('/', endpoint(shop, { target: 'pay', kind: 'keyed', work: pay, decline: cardDeclined }))
    .get('/:requestId', endpoint(shop, { target: 'pay-status', kind: 'status', work: status }));
}
