import { randomUUID } from 'node:crypto';
import type { Order, Receipt } from '../contract.ts';
import type { Memory } from './memory.ts';

const day = 24 * 60 * 60 * 1000;

const earlier = (): Order[] =>
  [
    { text: 'Espresso cups, set of 4', amount: 2800 },
    { text: 'Filter papers, 100', amount: 450 },
    { text: 'Milk jug', amount: 1600 },
  ].map(({ text, amount }, index) => ({
    id: `order-${randomUUID().slice(0, 8)}`,
    text,
    amount,
    at: Date.now() - (index + 2) * day,
    status: 'paid',
  }));

/** Orders and their receipts. Every visitor finds three old orders, to have something to cancel. */
export function createOrders(memory: Memory) {
  const byOwner = memory.table<Order[]>('orders by owner');
  const receipts = memory.table<{ owner: string; requestId: string; receipt: Receipt }>('receipts');

  const of = (owner: string): Order[] => {
    const orders = byOwner.get(owner) ?? earlier();
    byOwner.set(owner, orders);
    return orders;
  };

  return {
    reset() {
      byOwner.clear();
      receipts.clear();
    },
    of,

    /** Newest first. */
    add(owner: string, requestId: string, sale: Pick<Receipt, 'cartId' | 'last4' | 'amount'>): Receipt {
      const at = Date.now();
      const orderId = `order-${randomUUID().slice(0, 8)}`;
      const receipt = { id: `receipt-${randomUUID().slice(0, 8)}`, orderId, at, ...sale };
      of(owner).unshift({
        id: orderId,
        text: `Order from ${sale.cartId}`,
        amount: sale.amount,
        at,
        status: 'paid',
      });
      receipts.set(receipt.id, { owner, requestId, receipt });
      return receipt;
    },

    receipt(owner: string, id: string): Receipt | undefined {
      const found = receipts.get(id);
      return found?.owner === owner ? found.receipt : undefined;
    },

    receiptOf(requestId: string): Receipt | undefined {
      return [...receipts.values()].find((entry) => entry.requestId === requestId)?.receipt;
    },

    adopt(visitor: string, user: string) {
      const orders = byOwner.get(visitor) ?? [];
      byOwner.delete(visitor);
      const bought = orders.filter(({ id }) =>
        [...receipts.values()].some(({ receipt }) => receipt.orderId === id),
      );
      of(user).unshift(...bought);
      for (const entry of receipts.values()) if (entry.owner === visitor) entry.owner = user;
    },
  };
}
