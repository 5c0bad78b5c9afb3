import { randomUUID } from 'node:crypto';
import type { Cart, Line } from '../contract.ts';
import type { Memory } from './memory.ts';

const goods = (): Line[] => [
  { id: 'beans', name: 'Coffee beans, 500 g', price: 1200, quantity: 1 },
  { id: 'biscuits', name: 'Oat biscuits', price: 400, quantity: 2 },
];

/** One cart per account or visiting browser. A paid one stays until its owner asks for a new one. */
export function createCarts(memory: Memory) {
  const byOwner = memory.table<Cart>('carts by owner');

  const renew = (owner: string): Cart => {
    const cart = { id: `cart-${randomUUID().slice(0, 8)}`, lines: goods() };
    byOwner.set(owner, cart);
    memory.commit();
    return cart;
  };

  return {
    reset: () => byOwner.clear(),
    of: (owner: string): Cart => byOwner.get(owner) ?? renew(owner),
    renew,

    changeQuantity(owner: string, lineId: string, quantity: number): Cart | undefined {
      const cart = byOwner.get(owner);
      const line = cart?.lines.find(({ id }) => id === lineId);
      if (!line || !Number.isInteger(quantity) || quantity < 0 || quantity > 20) return undefined;
      line.quantity = quantity;
      return cart;
    },

    markPaid(cartId: string, receiptId: string) {
      const cart = [...byOwner.values()].find(({ id }) => id === cartId);
      if (cart) cart.receiptId = receiptId;
    },

    adopt(visitor: string, user: string) {
      const cart = byOwner.get(visitor);
      byOwner.delete(visitor);
      if (cart && !byOwner.has(user)) byOwner.set(user, cart);
    },
  };
}
