import { createAccounts } from './accounts.ts';
import { createCarts } from './carts.ts';
import { createAnswerStore } from './idempotency.ts';
import { createLab } from './lab.ts';
import { createOrders } from './orders.ts';

export type Shop = ReturnType<typeof createShop>;

/** Everything the server knows, in memory. */
export function createShop() {
  const lab = createLab();
  const answers = createAnswerStore();
  const accounts = createAccounts();
  const carts = createCarts();
  const orders = createOrders();

  return {
    lab,
    answers,
    accounts,
    carts,
    orders,

    /** What a guest began follows into the account. */
    adopt(visitor: string, user: string) {
      carts.adopt(visitor, user);
      orders.adopt(visitor, user);
    },

    reset() {
      for (const part of [accounts, carts, orders]) part.reset();
      answers.forgetAll();
      lab.reset();
    },
  };
}
