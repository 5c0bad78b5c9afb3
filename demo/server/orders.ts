import { createHash, randomUUID } from 'node:crypto';
import type { Order, Receipt } from '../contract.ts';
import type { Books } from './books.ts';

const day = 24 * 60 * 60 * 1000;
const opened = Date.now();

/** Every visitor finds three old orders, to have something to cancel. Two looks see the same ones. */
const earlier = (owner: string): Order[] =>
  [
    { text: 'Espresso cups, set of 4', amount: 2800 },
    { text: 'Filter papers, 100', amount: 450 },
    { text: 'Milk jug', amount: 1600 },
  ].map(({ text, amount }, index) => ({
    id: `order-${createHash('sha256').update(`${owner} ${index}`).digest('hex').slice(0, 8)}`,
    text,
    amount,
    at: opened - (index + 2) * day,
    status: 'paid',
  }));

interface Sold {
  order: Order;
  receiptId?: string;
}

/** Orders and their receipts. */
export const ordersIn = (books: Books) => {
  const key = (owner: string, id: string): string => `order/${owner}/${id}`;
  const sold = async (owner: string): Promise<Sold[]> =>
    (await books.list<Sold>(`order/${owner}/`)).map(([, value]) => value);

  /** Newest first. */
  const of = async (owner: string): Promise<Order[]> => {
    const written = (await sold(owner)).map(({ order }) => order);
    const untouched = earlier(owner).filter((order) => !written.some(({ id }) => id === order.id));
    return [...written, ...untouched].sort((one, other) => other.at - one.at);
  };

  return {
    of,

    async add(owner: string, sale: Pick<Receipt, 'cartId' | 'last4' | 'amount'>): Promise<Receipt> {
      const at = Date.now();
      const orderId = `order-${randomUUID().slice(0, 8)}`;
      const receipt = { id: `receipt-${randomUUID().slice(0, 8)}`, orderId, at, ...sale };
      const text = `Order from ${sale.cartId}`;
      const order = { id: orderId, text, amount: sale.amount, at, status: 'paid' } as const;
      await books.put(key(owner, orderId), { order, receiptId: receipt.id } satisfies Sold);
      await books.put(`receipt/${receipt.id}`, { owner, receipt });
      return receipt;
    },

    async cancel(owner: string, order: Order): Promise<Order> {
      const known = await books.get<Sold>(key(owner, order.id));
      const cancelled: Order = { ...order, status: 'cancelled' };
      await books.put(key(owner, order.id), { ...known, order: cancelled });
      return cancelled;
    },

    async receipt(owner: string, id: string): Promise<Receipt | undefined> {
      const found = await books.get<{ owner: string; receipt: Receipt }>(`receipt/${id}`);
      return found?.owner === owner ? found.receipt : undefined;
    },

    async adopt(visitor: string, user: string) {
      for (const one of await sold(visitor)) {
        const { order, receiptId } = one;
        if (!receiptId) continue;
        const kept = await books.get<{ receipt: Receipt }>(`receipt/${receiptId}`);
        await books.put(key(user, order.id), one);
        await books.put(`receipt/${receiptId}`, { ...kept, owner: user });
        await books.delete(key(visitor, order.id));
      }
    },
  };
};
