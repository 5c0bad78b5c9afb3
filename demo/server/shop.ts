import { createIdempotency, type OperationOptions, type RequestHandler } from 'safe-action/server';
import type { LabState } from '../ledger.ts';
import { createAftermath } from './aftermath.ts';
import type { Books } from './books.ts';
import type { Call } from './call.ts';
import { principalOf } from './caller.ts';
import { cartsIn } from './carts.ts';
import type { Database } from './database.ts';
import { createLab, ledgerIn } from './lab.ts';
import { ordersIn } from './orders.ts';
import { createProvider } from './provider.ts';

export type Shop = ReturnType<typeof createShop>;

/** What an endpoint does, with the shop's books open in one transaction. */
export type Work = (call: Call, books: Books) => Promise<Response>;

/** Whoever reads the table of this shop learns of no secrets; yours must be random, and known to your servers only. */
const secret = process.env.DEMO_SECRET ?? 'the corner shop on the corner';

export function createShop({ store, wall, reset }: Database) {
  const lab = createLab(wall);
  const aftermath = createAftermath();
  const bank = createProvider();
  const idempotency = createIdempotency<Books, Call>({ store, principal: principalOf(store), secret });

  return {
    lab,
    aftermath,
    bank,
    store,
    idempotency,

    /** One operation: one effect and one stored answer for each request ID. */
    keyed: (name: string, work: Work, options: Partial<OperationOptions<Call>> = {}): RequestHandler<Call> =>
      idempotency.handle(name, { ...options, mode: 'local' }, ({ context }, books) =>
        context.wrap(() => work(context, books)),
      ),

    /** What became of a request ID. */
    status: ((request, call) =>
      call.wrap(() => idempotency.status(call.requestId, request, call))) satisfies RequestHandler<Call>,

    /** Reads, and changes that do no harm twice. */
    open: <Result>(work: (books: Books) => Promise<Result>): Promise<Result> =>
      store.transact(({ native }) => work(native)),

    labState: async (): Promise<LabState> => {
      const ledger = await store.transact(({ native }) => ledgerIn(native));
      const { log, armed } = lab.state();
      return { ledger, log, armed };
    },

    async reset() {
      await reset();
      aftermath.forget();
      bank.forget();
      lab.reset();
    },
  };
}

/** What a guest began follows into the account. */
export async function adopt(books: Books, visitor: string, user: string): Promise<void> {
  await cartsIn(books).adopt(visitor, user);
  await ordersIn(books).adopt(visitor, user);
}
