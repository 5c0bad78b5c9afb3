import { createIdempotency } from '../../src/server/index.ts';
import { createMemoryServerStore, type MemoryData } from '../../src/testing/memoryServerStore.ts';
import { bookingsOf, declareOperations, effectsOf, RETENTION } from './operations.ts';
import { createProcessStore } from './processStore.ts';
import { makeCryptoPrompt } from './promptCrypto.ts';
import { createProvider } from './provider.ts';
import { createServer, type Server, type ServerOptions, type ServerStep, type StallPoint } from './server.ts';
import { createServerProcess, type ServerProcess } from './serverProcess.ts';
import { isUnprotected } from './shop.ts';
import type { Call, Said } from './wire.ts';

makeCryptoPrompt();

/** Between two looks at what is left open, ms: no call is on its way for so long. */
const ROUNDS = 60_000;
/** Whose the rest is where nobody has signed in. */
const GUEST = 'the guest of this browser';
/**
 * The server half of this package, with its virtual database. Its process dies between any two of its steps and begins
 * anew, or stops there while another one goes on beside it; the database rolls back what was open. Endpoints that honour
 * no ID are the model's.
 */
export function createRealServer(options: ServerOptions): Server {
  const { clock, now, pace, effect, bookedTwice, outside } = options;
  const model = createServer(options);
  const store = createMemoryServerStore({ now });
  const working = new Set<string>();
  const told = new Map<string, number>();
  const stopped = new Set<ServerProcess>();
  let database = 0;
  let doomed: ServerStep | undefined;
  const stalls: { before: StallPoint; passes: number; ms: number }[] = [];
  let lastWake = Number.NEGATIVE_INFINITY;

  const pass = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));
  const provider = createProvider({ pass: () => pass(pace()), effect, now, retention: RETENTION });
  const notice = (): void => {
    for (const id of working) {
      const happened = effectsOf(store.data, id);
      for (const call of happened.slice(told.get(id))) effect(call);
      told.set(id, happened.length);
      if (bookingsOf(store.data, id) > 1) bookedTwice(id);
    }
  };
  const boot = () => {
    const process = createServerProcess(clock, () => {
      stopped.delete(process);
      lastWake = now();
    });
    const step = async (name: ServerStep): Promise<void> => {
      if (doomed === name) {
        doomed = undefined;
        die(process);
      }
      stopBefore(name, process);
      if (!process.dead) await pass(pace());
      await process.runs();
    };
    const idempotency = createIdempotency<MemoryData, Call>({
      principal: (_, { user }) => user ?? GUEST,
      store: createProcessStore({
        store,
        step,
        runs: process.runs,
        statement: () => {
          stopBefore('statement', process);
          return process.stopped ? process.runs() : undefined;
        },
        sessions: process.sessions,
        committed: notice,
        database: () => database,
      }),
      secret: 'a secret of the simulator',
      onError: () => {},
      after: process.after,
      now: () => clock.now(),
    });
    const handlers = declareOperations(idempotency, {
      provider: outside ? provider : undefined,
      atWork: () => step('work'),
      // Longer than an attempt's time, and never as long as a person would wait.
      takeLong: () => pass(Math.min(pace(), 40) * 400).then(process.runs),
    });
    return { process, idempotency, handlers };
  };
  const die = (process: ServerProcess): void => {
    process.die();
    if (process === running.process) running = boot();
  };
  const stopBefore = (name: StallPoint, process: ServerProcess): void => {
    const [stall] = stalls;
    if (stall?.before !== name || process.dead || process.stopped || stall.passes-- > 0) return;
    stalls.shift();
    stopped.add(process);
    process.stop(stall.ms);
    if (process === running.process) running = boot();
  };
  let running = boot();
  /** As docs/server.md asks of whoever runs it: what is left of a lost worker is looked for at the provider. */
  const reconcile = async (): Promise<void> => {
    const { idempotency } = running;
    for (const { requestId, operationKey, startedAt } of await idempotency.reconcile())
      if (!provider.find(operationKey) && now() - startedAt > ROUNDS && isQuiet())
        await idempotency.settle(requestId, { found: 'absent' });
  };
  /** Before anybody says that an effect is absent, they make sure that no worker is left whose call may still leave. */
  const isQuiet = (): boolean => stopped.size === 0 && now() - lastWake > ROUNDS;
  const lookAround = (): void => {
    for (let round = 1; outside && round <= 10; round++)
      clock.after(round * ROUNDS, () => void reconcile().catch(() => {}));
  };

  return {
    handle: async (call) => {
      const { id, what, method } = call;
      if (id === undefined || isUnprotected(what) || (method === 'GET' && /^(message|action)_/.test(id)))
        return model.handle(call);
      const { process, idempotency, handlers } = running;
      const request = requestOf(call);
      if (method !== 'GET') working.add(id);
      const response =
        method === 'GET'
          ? await idempotency.status(id, request, call)
          : await handlers.get(what)?.(request, call);
      const said = response && (await saidOf(response));
      await process.runs();
      if (!said) throw new Error('The operation is not declared');
      return said;
    },
    crash: (step) => {
      model.crash(step);
      if (step) doomed = step;
      else if (outside) database++;
      else die(running.process);
      lookAround();
    },
    stall: (before, passes, ms) => {
      stalls.push({ before, passes, ms });
      lookAround();
    },
    heal: () => {
      model.heal();
      doomed = undefined;
      stalls.length = 0;
      for (const process of stopped) process.wake();
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
