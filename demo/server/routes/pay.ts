import { Hono } from 'hono';
import { PayInput, type Receipt } from '../../contract.ts';
import { problem } from '../answer.ts';
import { type Call, inputOf } from '../call.ts';
import { cartsIn } from '../carts.ts';
import { endpoint } from '../endpoint.ts';
import { happened } from '../lab.ts';
import { ordersIn } from '../orders.ts';
import type { Shop, Work } from '../shop.ts';

const cardDeclined = () =>
  problem(402, 'card_declined', {
    detail: 'Your card was declined. Please use another card.',
    change: 'payment',
    safeNewKey: true,
  });

export function payRoutes(shop: Shop): Hono {
  const pay: Work = async (call, books) => {
    const input = PayInput.safeParse(await inputOf(call.request()));
    if (!input.success) return problem(422, 'invalid_input', { safeNewKey: true });
    const { cartId, amount, card } = input.data;
    if (card === 'tok_declined') return cardDeclined();

    const receipt = await ordersIn(books).add(call.caller.owner, { cartId, amount, last4: '4242' });
    await cartsIn(books).markPaid(cartId, receipt.id);
    await happened(
      call,
      books,
      ['charges', `${(amount / 100).toFixed(2)} EUR`],
      ['orders', receipt.orderId],
      ['emails', `Receipt ${receipt.id}`],
    );
    return Response.json(receipt);
  };

  /** Only the first answer is news for the bank; it says so later, by webhook. */
  const settle = async (call: Call, answer: Response): Promise<Response> => {
    if (call.happened && answer.status === 200) {
      const receipt: Receipt = await answer.clone().json();
      shop.bank.settle(receipt, call.requestId).catch(console.error);
    }
    return answer;
  };

  /** A second device, or a browser whose data was cleared, has another request ID for the same cart. */
  const unique = async (request: Request) => PayInput.safeParse(await inputOf(request)).data?.cartId ?? null;

  return new Hono()
    .post(
      '/',
      endpoint(shop, {
        target: 'pay',
        handler: shop.keyed('pay', pay, { unique }),
        decline: cardDeclined,
        finish: settle,
      }),
    )
    .get('/:requestId', endpoint(shop, { target: 'pay-status', handler: shop.status }));
}
