import type { Idempotency, RequestHandler } from '../../src/server/index.ts';
import type { MemoryData } from '../../src/testing/memoryServerStore.ts';
import type { Charged, Provider } from './provider.ts';
import { receiptOf, refusalOf } from './server.ts';
import type { What, Wish } from './shop.ts';
import type { Call } from './wire.ts';

const OPERATIONS: readonly What[] = ['pay', 'order', 'transfer', 'signUp'];
/** What is done before anybody has signed in: whose it is, is not asked. */
const BEFORE_SIGN_IN: readonly What[] = ['order', 'signUp'];
/** What may be done at a provider's. */
const AT_A_PROVIDER: readonly What[] = ['pay', 'order'];
/** For how long that one keeps an operation key, ms. */
export const RETENTION = 24 * 3_600_000;

type Data = Pick<MemoryData, 'get'>;
const effects = (id: string): string => `effects ${id}`;
const bookings = (id: string): string => `bookings ${id}`;

/** The calls under an ID that had an effect in the shop's own database. */
export const effectsOf = (data: Data, id: string): readonly Call[] =>
  (data.get(effects(id)) as readonly Call[] | undefined) ?? [];

/** How often the shop has written down what a provider did under an ID: in the transaction that stores the answer. */
export const bookingsOf = (data: Data, id: string): number => Number(data.get(bookings(id)) ?? 0);

interface Surroundings {
  /** Payments and orders are effects at this one's; else all are rows of the shop's own. */
  provider: Provider | undefined;
  /** Between the work and what is stored of it. */
  atWork: () => Promise<void>;
  takeLong: () => Promise<void>;
}

/** What the simulator's shop does under a request ID, by the last part of the path. */
export function declareOperations(
  idempotency: Idempotency<MemoryData, Call>,
  { provider, atWork, takeLong }: Surroundings,
): ReadonlyMap<string, RequestHandler<Call>> {
  const principalOf = (what: What) => BEFORE_SIGN_IN.includes(what) && ({ principal: 'public' } as const);

  const here = (what: What): RequestHandler<Call> =>
    idempotency.handle(
      what,
      { mode: 'local', ...principalOf(what) },
      async ({ request, context, requestId: id }, data) => {
        const wish = (await request.json()) as Wish;
        if (wish.mood === 'slow') await takeLong();
        await atWork();
        if (wish.mood === 'decline') return Response.json(refusalOf(wish), { status: 402 });
        data.put(effects(id), [...effectsOf(data, id), context]);
        return Response.json(receiptOf(id, wish));
      },
    );

  const at = (provider: Provider, what: What): RequestHandler<Call> =>
    idempotency.handle<Charged>(
      what,
      { mode: 'external', providerRetention: RETENTION, ...principalOf(what) },
      {
        execute: async (key, { request, context }) => {
          const wish = (await request.json()) as Wish;
          if (wish.mood === 'slow') await takeLong();
          const charged = await provider.charge(key, wish, context);
          await atWork();
          return charged;
        },
        recover: async (key) => {
          await atWork();
          const result = provider.search(key);
          return result ? { found: 'done', result } : { found: 'absent' };
        },
        respond: ({ wish, declined }, data, { requestId: id }) => {
          data.put(bookings(id), bookingsOf(data, id) + 1);
          return declined
            ? Response.json(refusalOf(wish), { status: 402 })
            : Response.json(receiptOf(id, wish));
        },
      },
    );

  return new Map(
    OPERATIONS.map((what) => [
      what,
      provider && AT_A_PROVIDER.includes(what) ? at(provider, what) : here(what),
    ]),
  );
}
