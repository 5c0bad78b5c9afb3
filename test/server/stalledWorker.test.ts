import { createMemoryServerStore, type MemoryServerStoreOptions } from 'safe-action/testing';
import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';
import { call, newId, openShop, type Provider, problemOf, START } from './shop.ts';

const LEASE = 30_000;
const tick = () => new Promise((resolve) => setImmediate(resolve));
const respond: Provider<string>['respond'] = (result, data) => {
  data.put('paid', [...((data.get('paid') as string[]) ?? []), result]);
  return Response.json({ result });
};

/**
 * A shop whose workers give no sign of life, as in a process that is stopped for a while. `beforeWrite` is called once,
 * between the look of whoever writes next and that write.
 */
function openStalling() {
  let now = START;
  let beforeWrite: (() => Promise<unknown>) | undefined;
  const step: MemoryServerStoreOptions['step'] = async (name) => {
    if (name !== 'write') return;
    const task = beforeWrite;
    beforeWrite = undefined;
    await task?.();
  };
  const store = createMemoryServerStore({ now: () => now, step });
  return {
    ...openShop({ store, now: () => now, after: () => () => {} }),
    store,
    leaseEnds: () => {
      now += LEASE + 1;
    },
    beforeWrite: (task: () => Promise<unknown>) => {
      beforeWrite = task;
    },
  };
}

describe('A worker that goes on after its lease, while somebody else looks at its row, keeps its answer', () => {
  /** Its call is at the provider until `charged`, and its lease is over. */
  async function charging(recover?: Provider<string>['recover']) {
    const shop = openStalling();
    const charged = gate<void>();
    const id = newId();
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external' },
      {
        execute: async () => {
          await charged.opened;
          return 'charged';
        },
        ...(recover && { recover }),
        respond,
      },
    );
    const answering = pay(call(id), undefined);
    await tick();
    shop.leaseEnds();
    const complete = async () => {
      charged.open();
      expect((await answering).status).toBe(200);
    };
    return { ...shop, id, pay, complete };
  }

  it('from settle(absent): it is not said that nothing happened', async () => {
    const { beforeWrite, complete, idempotency, id, pay } = await charging();
    beforeWrite(complete);
    expect(await idempotency.settle(id, { found: 'absent' })).toBe(false);
    expect(await problemOf(await pay(call(id), undefined))).toMatchObject({ http: 200, result: 'charged' });
  });

  it('from a takeover: the business rows are written once', async () => {
    const { beforeWrite, complete, id, pay, store } = await charging(async () => ({
      found: 'done',
      result: 'charged again',
    }));
    beforeWrite(complete);
    await pay(call(id), undefined);
    expect(store.data.get('paid')).toEqual(['charged']);
  });
});

describe('A worker that goes on after its lease, while reconcile() is busy with another row,', () => {
  /** Two calls: one was interrupted, and reconcile() asks about it until `asked`; the other one is still at work. */
  async function reconciling(shop: ReturnType<typeof openShop>, other: 'done' | 'unknown') {
    const [asked, charged] = [gate<void>(), gate<void>()];
    const [interrupted, working] = [newId(), newId()];
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external' },
      {
        execute: async (_key, { requestId }) => {
          if (requestId === interrupted) throw new Error('The connection was reset.');
          await charged.opened;
          return 'charged';
        },
        recover: async (_key, { requestId }) => {
          if (requestId === working && other === 'done') return { found: 'done', result: 'charged again' };
          await asked.opened;
          return { found: 'unknown' };
        },
        respond,
      },
    );
    await pay(call(interrupted), undefined);
    const answering = pay(call(working), undefined);
    await tick();
    const reconcile = async () => {
      const reconciled = shop.idempotency.reconcile();
      await tick();
      return { asked, charged, answering, reconciled };
    };
    return { reconcile, interrupted, working, repeat: () => pay(call(working), undefined) };
  }

  it.each(['unknown', 'done'] as const)(
    'keeps its answer, and its business rows are written once (%s)',
    async (found) => {
      const shop = openStalling();
      const { reconcile, interrupted, working, repeat } = await reconciling(shop, found);
      shop.leaseEnds();
      const { asked, charged, answering, reconciled } = await reconcile();
      charged.open();
      expect((await answering).status).toBe(200);
      asked.open();
      // Nor is anybody told to look for what is over.
      expect(await reconciled).toMatchObject([{ requestId: interrupted }]);
      expect(shop.store.row(working)?.state).toBe('answered');
      expect((await repeat()).status).toBe(200);
      expect(shop.store.data.get('paid')).toEqual(['charged']);
    },
  );

  it('keeps its row where it has given a sign of life meanwhile', async () => {
    const shop = openShop();
    const { reconcile, working } = await reconciling(shop, 'unknown');
    // Its sign of life is on its way when the list is read.
    shop.advance(LEASE + 1);
    const { asked, charged, answering, reconciled } = await reconcile();
    expect(shop.store.row(working)?.leaseUntil).toBeGreaterThan(START + LEASE + 1);
    asked.open();
    await reconciled;
    charged.open();
    expect((await answering).status).toBe(200);
  });
});

describe('A worker that goes on from `prepare` after its lease, while somebody else looks at its row,', () => {
  async function preparing(unique?: () => string) {
    const { idempotency, beforeWrite, leaseEnds } = openStalling();
    const prepared = gate<void>();
    const effects: string[] = [];
    const first = newId();
    const pay = idempotency.handle(
      'pay',
      { mode: 'external', ...(unique && { unique }) },
      {
        prepare: async ({ requestId }) => {
          if (requestId === first) await prepared.opened;
          return undefined;
        },
        execute: async (_key, { requestId }) => {
          effects.push(requestId);
          return 'charged';
        },
        respond,
      },
    );
    const answering = pay(call(first), undefined);
    await tick();
    leaseEnds();
    beforeWrite(async () => {
      prepared.open();
      await answering;
    });
    return { idempotency, first, effects, pay };
  }

  it('is not cancelled: an effect that has begun is no "nothing happened"', async () => {
    const { idempotency, first, effects } = await preparing();
    const said = await problemOf(await idempotency.cancel(first, call(first), undefined));
    expect(said).toMatchObject({ code: 'in_progress', safeNewKey: false });
    expect(effects).toEqual([first]);
  });

  it('keeps its business object: another ID does not run beside it', async () => {
    const { first, effects, pay } = await preparing(() => 'cart 1');
    await pay(call(newId()), undefined);
    expect(effects).toEqual([first]);
  });
});
