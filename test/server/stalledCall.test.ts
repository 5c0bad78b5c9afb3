import { createMemoryServerStore } from 'safe-action/testing';
import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';
import { call, newId, openShop, type Provider, problemOf, START } from './shop.ts';

const LEASE = 30_000;
const HOUR = 3_600_000;
const respond: Provider<string>['respond'] = (result) => Response.json({ result });

/**
 * A server whose process is stopped as the database's answer to its next `stopAt` is on its way to it, until `wake`. Its
 * wall clock can be set; the database's clock, and the one that nobody sets, go on.
 */
function openStopping() {
  let now = START;
  let set = 0;
  let stop: 'transact' | 'write' | 'find' | undefined;
  const [fallen, woken] = [gate<void>(), gate<void>()];
  const store = createMemoryServerStore({ now: () => now });
  const stopping =
    <Given extends unknown[], Result>(name: typeof stop, run: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      const result = await run(...given);
      if (stop === name) {
        stop = undefined;
        fallen.open();
        await woken.opened;
      }
      return result;
    };
  const { find, write } = store;
  const transact = stopping('transact', store.transact as never);
  Object.assign(store, { find: stopping('find', find), write: stopping('write', write), transact });
  return {
    ...openShop({ store, now: () => now + set, monotonic: () => now, after: () => () => {} }),
    store,
    stopAt: (name: typeof stop) => {
      stop = name;
    },
    pass: (ms: number) => {
      now += ms;
    },
    setClock: (ms: number) => {
      set += ms;
    },
    isStopped: fallen.opened,
    wake: () => woken.open(),
  };
}

describe('A worker that was stopped before its call leaves', () => {
  async function stoppedBeforeCall(
    how: 'claimed' | 'prepared',
    options: { providerRetention?: number } = {},
  ) {
    const server = openStopping();
    const effects: string[] = [];
    const pay = server.idempotency.handle(
      'pay',
      { mode: 'external', unique: () => 'cart 1', ...options },
      {
        ...(how === 'prepared' && { prepare: () => undefined }),
        execute: async (_key, { requestId }) => {
          effects.push(requestId);
          return 'charged';
        },
        respond,
      },
    );
    const id = newId();
    server.stopAt(how === 'claimed' ? 'transact' : 'write');
    const answering = pay(call(id), undefined).then(problemOf);
    await server.isStopped;
    expect(server.store.row(id)?.state).toBe('started');
    return { ...server, pay, id, effects, answering };
  }

  it.each(['claimed', 'prepared'] as const)(
    'does not make it when its row and its object are gone (%s)',
    async (how) => {
      const { idempotency, pass, wake, pay, id, effects, answering } = await stoppedBeforeCall(how);
      pass(10 * LEASE);
      // An operator looks: there is nothing at the provider, and nothing on its way there.
      expect(await idempotency.settle(id, { found: 'absent' })).toBe(true);
      const second = newId();
      expect((await pay(call(second), undefined)).status).toBe(200);
      wake();
      expect(await answering).toMatchObject({ code: 'cancelled', safeNewKey: true });
      expect(effects).toEqual([second]);
    },
  );

  it('does not make it beside the one that took over, and gives the same answer', async () => {
    const { pass, wake, pay, id, effects, answering } = await stoppedBeforeCall('claimed', {
      providerRetention: HOUR,
    });
    pass(LEASE + 1);
    expect((await pay(call(id), undefined)).status).toBe(200);
    // By now the provider has forgotten its key.
    pass(HOUR);
    wake();
    expect(await answering).toMatchObject({ http: 200, result: 'charged' });
    expect(effects).toEqual([id]);
  });

  it('nor where its clock was set back for as long', async () => {
    const { idempotency, pass, setClock, wake, id, effects, answering } = await stoppedBeforeCall('claimed');
    pass(10 * LEASE);
    setClock(-10 * LEASE);
    expect(await idempotency.settle(id, { found: 'absent' })).toBe(true);
    wake();
    await answering;
    expect(effects).toEqual([]);
  });

  it.each([
    ['it was stopped for long', (server: ReturnType<typeof openStopping>) => server.pass(10 * LEASE)],
    ['its clock was set forward', (server: ReturnType<typeof openStopping>) => server.setClock(HOUR)],
    ['its clock was set back', (server: ReturnType<typeof openStopping>) => server.setClock(-HOUR)],
  ])('makes it where nobody has taken its row: %s', async (_name, happens) => {
    const stopped = await stoppedBeforeCall('claimed');
    happens(stopped);
    stopped.wake();
    expect(await stopped.answering).toMatchObject({ http: 200, result: 'charged' });
    expect(stopped.effects).toEqual([stopped.id]);
  });

  it('gives its row back where the database takes a whole lease for each answer (law 6)', async () => {
    const { pass, store, wake, pay, id, effects, answering } = await stoppedBeforeCall('claimed');
    const { write } = store;
    let writes = 0;
    store.write = async (...given) => {
      const written = await write(...given);
      writes += 1;
      pass(LEASE);
      return written;
    };
    pass(LEASE);
    wake();
    expect(await answering).toMatchObject({ http: 503, code: 'store_down' });
    expect([effects, writes < 10]).toEqual([[], true]);
    store.write = write;
    expect((await pay(call(id), undefined)).status).toBe(200);
  });
});

describe('A worker that is to execute once more, where the provider recognises its key for an hour,', () => {
  async function stoppedBeforeRepeat(stopAt: 'transact' | 'write' | 'find') {
    const server = openStopping();
    const charges: string[] = [];
    const keys = new Map<string, number>();
    const now = () => server.store.find('').then((found) => found.now);
    let resets = 1;
    const pay = server.idempotency.handle(
      'pay',
      { mode: 'external', providerRetention: HOUR },
      {
        execute: async (key) => {
          const at = await now();
          const first = keys.get(key);
          if (first === undefined || at - first >= HOUR) {
            keys.set(key, at);
            charges.push(key);
          }
          if (resets-- > 0) throw new Error('The connection was reset.');
          return 'charged';
        },
        // A lookup that lags behind.
        recover: async () => ({ found: 'absent' }),
        respond,
      },
    );
    const id = newId();
    await pay(call(id), undefined);
    server.stopAt(stopAt);
    const stalled = pay(call(id), undefined).then(problemOf);
    await server.isStopped;
    return { ...server, charges, stalled, repeat: () => pay(call(id), undefined) };
  }

  it.each(['transact', 'write', 'find'] as const)(
    'does not, when that one has forgotten it, and is answered with what another one did (stopped at its %s)',
    async (stopAt) => {
      const { pass, wake, charges, stalled, repeat } = await stoppedBeforeRepeat(stopAt);
      pass(LEASE + 1);
      expect((await repeat()).status).toBe(200);
      pass(HOUR);
      wake();
      expect(await stalled).toMatchObject({ http: 200, result: 'charged' });
      expect(charges).toHaveLength(1);
    },
  );

  it.each(['transact', 'write', 'find'] as const)(
    'does not where nobody else came, either (stopped at its %s)',
    async (stopAt) => {
      const { pass, wake, charges, stalled } = await stoppedBeforeRepeat(stopAt);
      pass(HOUR);
      wake();
      expect(await stalled).toMatchObject({ code: 'outcome_unknown' });
      expect(charges).toHaveLength(1);
    },
  );

  it.each(['transact', 'write', 'find'] as const)(
    'does so after a short stop, in a row that is its own (stopped at its %s)',
    async (stopAt) => {
      const { pass, wake, charges, stalled } = await stoppedBeforeRepeat(stopAt);
      pass(2 * LEASE);
      wake();
      expect(await stalled).toMatchObject({ http: 200, result: 'charged' });
      expect(charges).toHaveLength(1);
    },
  );
});
