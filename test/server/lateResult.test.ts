import { createMemoryServerStore } from 'safe-action/testing';
import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';
import { call, newId, openShop, type Provider, problemOf, START } from './shop.ts';

const LEASE = 30_000;
const tick = () => new Promise((resolve) => setImmediate(resolve));

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
