import { createIdempotency, type RequestHandler } from '../../src/server/index.ts';
import type { ServerStore } from '../../src/server/store.ts';
import { createMemoryServerStore, type MemoryData } from '../../src/testing/memoryServerStore.ts';
import { makeCryptoPrompt } from './promptCrypto.ts';
import { type Charged, createProvider } from './provider.ts';
import {
  createServer,
  receiptOf,
  refusalOf,
  type Server,
  type ServerOptions,
  type ServerStep,
} from './server.ts';
import { isUnprotected, type What, type Wish } from './shop.ts';
import type { Call, Said } from './wire.ts';

makeCryptoPrompt();

type Step = (name: ServerStep) => Promise<void>;
const OPERATIONS: readonly What[] = ['pay', 'order', 'transfer', 'signUp'];
/** What is done before anybody has signed in: whose it is, is not asked. */
const BEFORE_SIGN_IN: readonly What[] = ['order', 'signUp'];
/** What may be done at a provider's. */
const AT_A_PROVIDER: readonly What[] = ['pay', 'order'];
/** For how long that one keeps an operation key, ms. */
const RETENTION = 24 * 3_600_000;
/** Between two looks at what is left open, ms: no call is on its way for so long. */
const ROUNDS = 60_000;
/** Whose the rest is where nobody has signed in. */
const GUEST = 'the guest of this browser';
const effectOf = (id: string): string => `effect ${id}`;
/** The calls that had one. */
const effectsIn = (row: unknown): readonly Call[] => (row as readonly Call[] | undefined) ?? [];

/**
 * The server half of this package, with its virtual database. Its process dies between any two of its steps and begins
 * anew; the database rolls back what was open. Endpoints that honour no ID are the model's.
 */
export function createRealServer(options: ServerOptions): Server {
  const { clock, now, pace, effect, outside } = options;
  const model = createServer(options);
  const store = createMemoryServerStore({ now });
  const working = new Set<string>();
  const told = new Map<string, number>();
  let life = 0;
  let database = 0;
  let doomed: ServerStep | undefined;

  const pass = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));
  const provider = createProvider({ pass: () => pass(pace()), effect });
  const notice = (): void => {
    for (const id of working) {
      const happened = effectsIn(store.data.get(effectOf(id)));
      for (const call of happened.slice(told.get(id))) effect(call);
      told.set(id, happened.length);
    }
  };
  const boot = () => {
    const born = life;
    const step: Step = async (name) => {
      if (doomed === name) {
        doomed = undefined;
        restart();
      }
      if (born === life) await pass(pace());
      if (born !== life) throw new Error('The process is dead');
    };
    const idempotency = createIdempotency<MemoryData, Call>({
      principal: (_, { user }) => user ?? GUEST,
      store: mortal(store, step, notice, () => database),
      secret: 'a secret of the simulator',
      onError: () => {},
      // A process that is dead gives no sign of life.
      after: (ms, task) => clock.after(ms, () => born === life && task()),
      now: () => clock.now(),
    });
    const handlers = new Map<string, RequestHandler<Call>>();
    const declared = (what: What) => BEFORE_SIGN_IN.includes(what) && ({ principal: 'public' } as const);
    const away = outside ? AT_A_PROVIDER : [];
    for (const what of OPERATIONS.filter((one) => !away.includes(one)))
      handlers.set(
        what,
        idempotency.handle(
          what,
          { mode: 'local', ...declared(what) },
          async ({ request, context, requestId: id }, data) => {
            const wish = (await request.json()) as Wish;
            // Longer than an attempt's time, and never as long as a person would wait.
            if (wish.mood === 'slow') await pass(Math.min(pace(), 40) * 400);
            await step('work');
            if (wish.mood === 'decline') return Response.json(refusalOf(wish), { status: 402 });
            data.put(effectOf(id), [...effectsIn(data.get(effectOf(id))), context]);
            return Response.json(receiptOf(id, wish));
          },
        ),
      );
    for (const what of away)
      handlers.set(
        what,
        idempotency.handle<Charged>(
          what,
          { mode: 'external', providerRetention: RETENTION, ...declared(what) },
          {
            execute: async (key, { request, context }) => {
              const wish = (await request.json()) as Wish;
              if (wish.mood === 'slow') await pass(Math.min(pace(), 40) * 400);
              const charged = await provider.charge(key, wish, context);
              await step('work');
              return charged;
            },
            recover: async (key) => {
              await step('work');
              const result = provider.find(key);
              return result ? { found: 'done', result } : { found: 'absent' };
            },
            respond: ({ wish, declined }, _, { requestId: id }) =>
              declined ? Response.json(refusalOf(wish), { status: 402 }) : Response.json(receiptOf(id, wish)),
          },
        ),
      );
    return { born, idempotency, handlers };
  };
  const restart = (): void => {
    life++;
    running = boot();
  };
  let running = boot();
  /** As docs/server.md asks of whoever runs it: what is left of a lost worker is looked for at the provider. */
  const reconcile = async (): Promise<void> => {
    const { idempotency } = running;
    for (const { requestId, operationKey, startedAt } of await idempotency.reconcile())
      if (!provider.find(operationKey) && now() - startedAt > ROUNDS)
        await idempotency.settle(requestId, { found: 'absent' });
  };
  const lookAround = (): void => {
    for (let round = 1; outside && round <= 10; round++)
      clock.after(round * ROUNDS, () => void reconcile().catch(() => {}));
  };

  return {
    handle: async (call) => {
      const { id, what, method } = call;
      if (id === undefined || isUnprotected(what) || (method === 'GET' && /^(message|action)_/.test(id)))
        return model.handle(call);
      const { born, idempotency, handlers } = running;
      const request = requestOf(call);
      if (method !== 'GET') working.add(id);
      const response =
        method === 'GET'
          ? await idempotency.status(id, request, call)
          : await handlers.get(what)?.(request, call);
      const said = response && (await saidOf(response));
      if (!said || born !== life) throw new Error('The process is dead');
      return said;
    },
    crash: (step) => {
      model.crash(step);
      if (step) doomed = step;
      else if (outside) database++;
      else restart();
      lookAround();
    },
    heal: () => {
      model.heal();
      doomed = undefined;
      lookAround();
    },
  };
}

function requestOf({ method, what, id, body }: Call): Request {
  return new Request(`https://shop.test/${what}`, {
    method,
    headers: { 'Content-Type': 'application/json', ...(method !== 'GET' && { 'Idempotency-Key': id ?? '' }) },
    ...(body !== undefined && { body }),
  });
}

async function saidOf(response: Response): Promise<Said> {
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: await response.text(),
  };
}

/** The database, as a process that may die sees it: each step is its last one, perhaps. It may begin anew itself. */
function mortal(
  store: ServerStore<MemoryData>,
  step: Step,
  committed: () => void,
  database: () => number,
): ServerStore<MemoryData> {
  const transact: ServerStore<MemoryData>['transact'] = async (work, idle) => {
    await step('reserve');
    const result = await store.transact(async (tx) => {
      const begun = database();
      const ended = await work(tx);
      await step('commit');
      if (database() !== begun) throw new Error('The database has begun anew');
      return ended;
    }, idle);
    committed();
    await step('answer');
    return result;
  };
  return {
    ...store,
    transact,
    find: (requestId) => transact((tx) => tx.find(requestId)),
    write: (...change) => transact((tx) => tx.write(...change)),
    log: (entries) => transact((tx) => tx.log(entries)),
  };
}
