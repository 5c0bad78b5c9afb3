import { createMemoryServerStore, type MemoryServerStoreOptions } from 'safe-action/testing';
import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';
import { call, newId, openShop, type Provider, problemOf, START } from './shop.ts';

const LEASE = 30_000;
const DAY = 86_400_000;
const tick = () => new Promise((resolve) => setImmediate(resolve));
type Step = MemoryServerStoreOptions['step'];

/**
 * A worker whose call is at the provider until `comeBack`. It gives no sign of life, as in a process that is stopped,
 * and its lease is over.
 */
async function charging(
  respond: Provider<string>['respond'] = (result) => Response.json({ result }),
  options: { retention?: { answers: number; keys: number } } = {},
) {
  let now = START;
  let before: Step;
  const step: Step = (name) => before?.(name);
  const store = createMemoryServerStore({ now: () => now, step });
  const pauses: (() => void)[] = [];
  const after = (ms: number, task: () => void) => {
    if (ms < LEASE / 3) pauses.push(task);
    return () => {};
  };
  const shop = openShop({ store, now: () => now, after });
  const [left, charged] = [gate<void>(), gate<void>()];
  let key = '';
  const pay = shop.idempotency.handle(
    'pay',
    { mode: 'external', ...options },
    {
      execute: async (operationKey) => {
        key = operationKey;
        left.open();
        await charged.opened;
        return 'charged';
      },
      respond,
    },
  );
  const id = newId();
  const answering = pay(call(id), undefined).then(problemOf);
  await left.opened;
  now += LEASE + 1;
  return {
    ...shop,
    store,
    pauses,
    /** Called before each step of the database. */
    beforeStep: (task: Step) => {
      before = task;
    },
    pass: (ms: number) => {
      now += ms;
    },
    settleAbsent: () => shop.idempotency.settle(id, { found: 'absent' }),
    comeBack: () => {
      charged.open();
      return answering;
    },
    isTold: () => shop.errors.map(String).join().includes(key),
    row: () => store.row(id),
    /** Whoever asks from now on. */
    async hears() {
      const asked = await problemOf(await shop.idempotency.status(id, call(id), undefined));
      return [asked, await problemOf(await pay(call(id), undefined))];
    },
  };
}

const nothingHappened = expect.objectContaining({ safeNewKey: true });
const unknown = expect.objectContaining({ code: 'outcome_unknown', safeNewKey: false });

describe('a worker that comes back with its result after an operator said `absent`', () => {
  it.each([
    ['throws', () => Promise.reject(new Error('duplicate key value violates unique constraint'))],
    ['answers 500', () => new Response('', { status: 500 })],
  ] as const)('tells of it with the operationKey, also where `respond` %s', async (_name, respond) => {
    const shop = openShop({ after: () => () => {} });
    const charged = gate<void>();
    let key = '';
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external' },
      {
        execute: async (operationKey) => {
          key = operationKey;
          await charged.opened;
          return 'charged';
        },
        recover: async () => ({ found: 'unknown' }),
        respond: respond as Provider<string>['respond'],
      },
    );
    const id = newId();
    const answering = pay(call(id), undefined);
    await tick();
    shop.advance(LEASE + 1);
    expect(await shop.idempotency.settle(id, { found: 'absent' })).toBe(true);
    charged.open();
    const said = await problemOf(await answering);
    const repeat = await problemOf(await pay(call(id), undefined));
    // Nor does who asks from then on hear that nothing has happened.
    expect(repeat).toMatchObject({ code: 'outcome_unknown' });
    expect(said).toMatchObject({ code: 'outcome_unknown', safeNewKey: false });
    expect(shop.errors.map(String).join()).toContain(key);
    expect(await shop.idempotency.trace(id)).toContainEqual(
      expect.objectContaining({ kind: 'unknown', detail: 'happened' }),
    );
  });

  it('does not pass on "nothing has happened", also where `absent` is said between its two looks at the row', async () => {
    let now = START;
    let onFind: (() => Promise<unknown>) | undefined;
    const store = createMemoryServerStore({ now: () => now });
    const find = store.find;
    // Another process: between two statements of this one anything may come.
    store.find = async (requestId) => {
      const found = await find(requestId);
      const then = onFind;
      onFind = undefined;
      await then?.();
      return found;
    };
    const shop = openShop({ store, after: () => () => {}, now: () => now });
    const charged = gate<void>();
    const pay = shop.idempotency.handle(
      'pay',
      { mode: 'external' },
      {
        execute: async () => {
          await charged.opened;
          return 'charged';
        },
        respond: (result) => Response.json({ result }),
      },
    );
    const id = newId();
    const answering = pay(call(id), undefined);
    await tick();
    now += LEASE + 1;
    // Looked at, and nobody can say: the worker's fence is old now.
    expect(await shop.idempotency.reconcile()).toHaveLength(1);
    now += 1;
    onFind = async () => expect(await shop.idempotency.settle(id, { found: 'absent' })).toBe(true);
    charged.open();
    expect(await problemOf(await answering)).toMatchObject({ code: 'outcome_unknown', safeNewKey: false });
    expect(shop.errors).toHaveLength(1);
  });
});

it('what is known to have happened is not "cancelled before anything happened" to the next question', async () => {
  const shop = openShop({ after: () => () => {} });
  const charged = gate<void>();
  const pay = shop.idempotency.handle(
    'pay',
    { mode: 'external' },
    {
      execute: async () => {
        await charged.opened;
        return 'charged';
      },
      respond: (result) => Response.json({ result }),
    },
  );
  const id = newId();
  const answering = pay(call(id), undefined);
  await tick();
  shop.advance(30_001);
  expect(await shop.idempotency.settle(id, { found: 'absent' })).toBe(true);
  charged.open();
  expect(await problemOf(await answering)).toMatchObject({ code: 'outcome_unknown', safeNewKey: false });
  expect(await shop.idempotency.trace(id)).toContainEqual(expect.objectContaining({ detail: 'happened' }));
  // The same person presses "Check status", or the client's check asks by itself.
  const asked = await problemOf(await shop.idempotency.status(id, call(id), undefined));
  expect(asked).not.toMatchObject({ safeNewKey: true });
  const repeat = await problemOf(await pay(call(id), undefined));
  expect(repeat).not.toMatchObject({ safeNewKey: true });
});

describe('a result that comes while an operator says `absent` is not lost', () => {
  it.each([
    ['started', 1],
    ['started', 2],
    ['unknown', 1],
    ['unknown', 2],
  ] as const)(
    'of a row that is %s, before write %i of what is said, or after the last',
    async (state, write) => {
      const late = await charging();
      if (state === 'unknown') {
        expect(await late.idempotency.reconcile()).toHaveLength(1);
        late.pass(1);
      }
      let writes = 0;
      late.beforeStep(async (name) => {
        if (name !== 'write') return;
        writes += 1;
        if (writes === write) await late.comeBack();
      });
      const settled = await late.settleAbsent();
      late.beforeStep(undefined);
      const said = await late.comeBack();
      const heard = await late.hears();
      expect([said, ...heard]).not.toContainEqual(nothingHappened);
      // Either it is stored, or whoever is on duty hears of it; and what was said of it is right.
      expect(late.row()?.state === 'answered' || late.isTold()).toBe(true);
      if (write === 1) expect(settled).toBe(false);
    },
  );

  it('between the look of its worker at the row and what that one writes there', async () => {
    const late = await charging();
    expect(await late.idempotency.reconcile()).toHaveLength(1);
    late.pass(1);
    let looked = false;
    late.beforeStep(async (name) => {
      if (name === 'find') looked = true;
      // It has read the row, and does not know that yet.
      if (name !== 'commit' || !looked) return;
      late.beforeStep(undefined);
      expect(await late.settleAbsent()).toBe(true);
    });
    expect(await late.comeBack()).toEqual(unknown);
    expect(await late.hears()).toEqual([unknown, unknown]);
    expect(late.isTold()).toBe(true);
  });

  it('after it came while reconcile() had the row: the operator has heard of it', async () => {
    const late = await charging();
    let writes = 0;
    late.beforeStep(async (name) => {
      writes += name === 'write' ? 1 : 0;
      if (writes !== 2) return;
      late.beforeStep(undefined);
      expect(await late.comeBack()).toMatchObject({ code: 'in_progress' });
    });
    expect(await late.idempotency.reconcile()).toHaveLength(1);
    expect(late.isTold()).toBe(true);
  });

  it('nor where its row has been purged by then', async () => {
    const late = await charging(undefined, { retention: { answers: DAY, keys: DAY } });
    late.pass(DAY + 300_000);
    expect(await late.settleAbsent()).toBe(true);
    await late.idempotency.purge();
    expect(late.row()).toBeUndefined();
    expect(await late.comeBack()).toEqual(unknown);
    expect(late.isTold()).toBe(true);
  });
});

describe('a database that fails as a worker comes back with its result, after an operator said `absent`,', () => {
  const fail = (): never => {
    throw new Error('The database is not there.');
  };

  it.each(['find', 'write'] as const)(
    'once, at its %s: nobody hears that nothing happened',
    async (which) => {
      const late = await charging();
      expect(await late.settleAbsent()).toBe(true);
      let looked = false;
      late.beforeStep((name) => {
        if (name === 'find') looked = true;
        if (name !== which || !looked) return;
        late.beforeStep(undefined);
        fail();
      });
      expect(await late.comeBack()).toEqual(unknown);
      expect(late.isTold()).toBe(true);
      expect(await late.hears()).toEqual([unknown, unknown]);
    },
  );

  it.each([
    ['as the answer is stored', undefined],
    ['as the row is left open', () => Promise.reject(new Error('duplicate key value'))],
  ])('once, %s', async (_name, respond) => {
    const late = await charging(respond);
    expect(await late.settleAbsent()).toBe(true);
    late.beforeStep((name) => {
      if (name !== 'write') return;
      late.beforeStep(undefined);
      fail();
    });
    expect(await late.comeBack()).toEqual(unknown);
    expect(late.isTold()).toBe(true);
    expect(await late.hears()).toEqual([unknown, unknown]);
  });

  it.each([
    ['for a while', 3],
    ['and does not come back', 100],
  ])('%s: whoever is on duty has the key', async (_name, failures) => {
    const late = await charging();
    expect(await late.settleAbsent()).toBe(true);
    let left = failures;
    late.beforeStep((name) => {
      if (name !== 'find' || left === 0) return;
      left -= 1;
      fail();
    });
    let said: unknown;
    late.comeBack().then((problem) => {
      said = problem;
    });
    // A few tries, not for ever (law 6).
    for (let turn = 0; turn < 20; turn += 1) {
      await tick();
      late.pauses.shift()?.();
    }
    expect(said).toEqual(unknown);
    expect(late.isTold()).toBe(true);
    late.beforeStep(undefined);
    expect(late.row()?.state).toBe(failures === 3 ? 'unknown' : 'cancelled');
  });
});
