import { createHash, randomUUID } from 'node:crypto';
import type { Cart, Line } from '../contract.ts';
import type { Books } from './books.ts';

const goods = (): Line[] => [
  { id: 'beans', name: 'Coffee beans, 500 g', price: 1200, quantity: 1 },
  { id: 'biscuits', name: 'Oat biscuits', price: 400, quantity: 2 },
];

/** Named after its owner, so that two first looks at it see the same one. */
const first = (owner: string): Cart => ({
  id: `cart-${createHash('sha256').update(owner).digest('hex').slice(0, 8)}`,
  lines: goods(),
});

/** One cart per account or visiting browser. A paid one stays until its owner asks for a new one. */
export const cartsIn = (books: Books) => {
  const kept = (owner: string) => books.get<Cart>(`cart/${owner}`);
  const of = async (owner: string): Promise<Cart> => {
    const cart = (await kept(owner)) ?? first(owner);
    const receiptId = await books.get<string>(`paid/${cart.id}`);
    return { ...cart, ...(receiptId !== undefined && { receiptId }) };
  };
  const renew = async (owner: string): Promise<Cart> => {
    const cart = { id: `cart-${randomUUID().slice(0, 8)}`, lines: goods() };
    await books.put(`cart/${owner}`, cart);
    return cart;
  };

  return {
    of,
    renew,

    async changeQuantity(owner: string, lineId: string, quantity: number): Promise<Cart | undefined> {
      const cart = await of(owner);
      const isWhole = Number.isInteger(quantity) && quantity >= 0 && quantity <= 20;
      if (!isWhole || !cart.lines.some(({ id }) => id === lineId)) return undefined;
      const lines = cart.lines.map((line) => (line.id === lineId ? { ...line, quantity } : line));
      await books.put(`cart/${owner}`, { ...cart, lines });
      return { ...cart, lines };
    },

    markPaid: (cartId: string, receiptId: string) => books.put(`paid/${cartId}`, receiptId),

    async adopt(visitor: string, user: string) {
      if (!(await kept(user))) await books.put(`cart/${user}`, await of(visitor));
      await renew(visitor);
    },
  };
};
