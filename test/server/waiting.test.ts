import { createMemoryServerStore } from 'safe-action/testing';
import { expect, it } from 'vitest';
import { gate } from './gate.ts';
import { call, newId, openShop, problemOf, START } from './shop.ts';

const later = () => new Promise((resolve) => setImmediate(resolve));
const LOOK_AGAIN = 100;

/** A shop whose database can go away, and whose calls that wait look again when the test says so. */
function fragile() {
  let now = START;
  let down = false;
  const looks: (() => void)[] = [];
  const store = createMemoryServerStore({
    now: () => now,
    step: () => {
      if (down) throw new Error('ECONNREFUSED');
    },
  });
  const shop = openShop({
    store: store as never,
    now: () => now,
    after: (ms, task) => {
      // A sign of life is none: its process is stopped.
      if (ms === LOOK_AGAIN) looks.push(task);
      return () => {};
    },
  });
  return {
    ...shop,
    looks,
    pass: (ms: number) => {
      now += ms;
    },
    goDown: () => {
      down = true;
    },
  };
}

it('after its own effect, a call that waits never says that it was not run, also where the store goes down', async () => {
  const shop = fragile();
  const [provider, lookup] = [gate<void>(), gate<void>()];
  const ran: string[] = [];
  const pay = shop.idempotency.handle(
    'pay',
    { mode: 'external', wait: 1000 },
    {
      execute: async (key) => {
        ran.push(key);
        await provider.opened;
      },
      recover: async () => {
        await lookup.opened;
        return { found: 'unknown' };
      },
      respond: () => new Response('charged'),
    },
  );
  const id = newId();
  const answering = pay(call(id), undefined);
  await later();
  // Its lease is over, and another one asks the provider meanwhile.
  shop.pass(31_000);
  pay(call(id), undefined);
  await later();
  provider.open();
  await later();
  expect([ran.length, shop.looks.length]).toEqual([1, 1]);
  shop.goDown();
  shop.looks[0]?.();
  const answer = await problemOf(await answering);
  expect(answer).toMatchObject({ http: 503, code: 'effect_interrupted', safeNewKey: false });
  expect(String(answer.detail)).not.toMatch(/not run/);
});

it('a first look that fails says that it was not run', async () => {
  const shop = fragile();
  const pay = shop.idempotency.handle('pay', { mode: 'local', wait: 1000 }, () => new Response('paid'));
  shop.goDown();
  for (const age of [0, 5000])
    expect(await problemOf(await pay(call(newId(age)), undefined))).toMatchObject({ code: 'store_down' });
  expect(shop.looks).toEqual([]);
});
