import { createAccounts } from './accounts.ts';
import { createCarts } from './carts.ts';
import { createAnswerStore } from './idempotency.ts';
import { createLab } from './lab.ts';
import { createMemory } from './memory.ts';
import { createOrders } from './orders.ts';

export type Shop = ReturnType<typeof createShop>;

/** Everything the server knows; in memory, and in `file` where there is one. */
export function createShop(file?: string) {
  const memory = createMemory(file);
  const lab = createLab(memory);
  const answers = createAnswerStore(memory);
  const accounts = createAccounts(memory);
  const carts = createCarts(memory);
  const orders = createOrders(memory);

  return {
    commit: memory.commit,
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
