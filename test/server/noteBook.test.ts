import { createIdempotency } from 'safe-action/server';
import { createMemoryServerStore } from 'safe-action/testing';
import { describe, expect, it } from 'vitest';
import { gate } from './gate.ts';
import { call, newId, START } from './shop.ts';

/** A server whose inserts into the log are counted, and can be made to fail. */
function open() {
  const store = createMemoryServerStore({ now: () => START });
  const inserts: number[] = [];
  const writings: unknown[] = [];
  const errors: unknown[] = [];
  let down = false;
  const idempotency = createIdempotency({
    store: {
      ...store,
      log: async (entries) => {
        if (down) throw new Error('ECONNREFUSED');
        inserts.push(entries.length);
        // As long as a round trip lasts, others come.
        await new Promise((resolve) => setImmediate(resolve));
        await store.log(entries);
      },
    },
    secret: 'a secret of the tests',
    principal: () => 'ada',
    onError: (error) => errors.push(error),
    waitUntil: (work) => writings.push(work),
  });
  const pay = idempotency.handle('pay', { mode: 'local' }, () => new Response('ok'));
  return {
    idempotency,
    pay,
    inserts,
    writings,
    errors,
    fail: (yes: boolean) => {
      down = yes;
    },
  };
}

describe('lines of the log that no row’s change goes with', () => {
  it('are written together when many repeats come at once, and all of them', async () => {
    const { idempotency, pay, inserts } = open();
    const id = newId();
    await pay(call(id), {});
    await Promise.all(Array.from({ length: 200 }, () => pay(call(id), {})));
    const kinds = (await idempotency.trace(id)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'replayed')).toHaveLength(200);
    expect(inserts.reduce((sum, count) => sum + count, 0)).toBe(200);
    expect(inserts.length).toBeLessThan(50);
  });

  it('are handed to the platform’s `waitUntil`, and are there after `flush`', async () => {
    const { idempotency, pay, inserts, writings } = open();
    const id = newId();
    await pay(call(id), {});
    await pay(call(id), {});
    expect(writings).toHaveLength(1);
    await idempotency.flush();
    expect(inserts).toEqual([1]);
  });

  it('cost no answer when the store does not take them', async () => {
    const { idempotency, pay, errors, fail } = open();
    const id = newId();
    await pay(call(id), {});
    fail(true);
    expect((await pay(call(id), {})).status).toBe(200);
    await idempotency.flush();
    expect(errors).toEqual([expect.objectContaining({ message: 'ECONNREFUSED' })]);
    fail(false);
    await pay(call(id), {});
    expect((await idempotency.trace(id)).map(({ kind }) => kind)).toEqual([
      'arrived',
      'answered',
      'replayed',
    ]);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('called outside a request');
      },
    ],
    ['rejects', async () => Promise.reject(new Error('called outside a request'))],
  ])(
    'cost no answer when the platform’s `waitUntil` %s, and are written all the same',
    async (_how, waitUntil) => {
      const errors: unknown[] = [];
      const idempotency = createIdempotency({
        store: createMemoryServerStore({ now: () => START }),
        secret: 'a secret of the tests',
        principal: () => 'ada',
        now: () => START,
        onError: (error) => errors.push(error),
        waitUntil,
      });
      const pay = idempotency.handle('pay', { mode: 'local' }, () => new Response('ok'));
      const id = newId();
      await pay(call(id), {});
      expect((await pay(call(id), {})).status).toBe(200);
      await idempotency.flush();
      expect((await idempotency.trace(id)).map(({ kind }) => kind)).toContain('replayed');
      expect(errors).toEqual([expect.objectContaining({ message: 'called outside a request' })]);
    },
  );

  it('are all there after `flush`, at whatever moment of a writing one comes', async () => {
    const lost: number[] = [];
    // An insert that ends so many microtasks before the next line comes: one of them meets the writing's own end.
    for (let microtasks = 0; microtasks < 80; microtasks += 1) {
      const store = createMemoryServerStore({ now: () => START });
      const inserted = gate<void>();
      let slow = true;
      const { handle, cancel, flush } = createIdempotency({
        store: {
          ...store,
          log: async (entries) => {
            await store.log(entries);
            if (!slow) return;
            slow = false;
            await inserted.opened;
            for (let each = 0; each < microtasks; each += 1) await undefined;
          },
        },
        secret: 'a secret of the tests',
        principal: (request) => request.headers.get('x-user'),
      });
      const id = newId();
      await handle('pay', { mode: 'local' }, () => new Response('ok'))(call(id), {});
      // A stranger is refused: one line of the log.
      const refuse = () => cancel(id, call(id, { user: 'bob' }), {});
      await refuse();
      await new Promise((resolve) => setImmediate(resolve));
      inserted.open();
      await refuse();
      await flush();
      const refusals = (await store.trace(id)).filter(({ kind }) => kind === 'refused');
      if (refusals.length !== 2) lost.push(microtasks);
    }
    expect(lost).toEqual([]);
  });
});
