import { createMemoryServerStore } from 'safe-action/testing';
import { expect, it } from 'vitest';
import { call, charging, newId, openShop, problemOf, START } from './shop.ts';

/** A shop, and what its server asks of the database. */
function watched() {
  let now = START;
  const store = createMemoryServerStore({ now: () => now });
  const asked: string[] = [];
  const shop = openShop({
    store: {
      ...store,
      find: (id: string) => {
        asked.push('find');
        return store.find(id);
      },
      transact: (...work: Parameters<typeof store.transact>) => {
        asked.push('transact');
        return store.transact(...work);
      },
    } as never,
    now: () => now,
  });
  return {
    asked,
    ...charging({ ...shop, store }),
    pass: (ms: number) => {
      now += ms;
    },
  };
}

it('a first call asks once: in its transaction', async () => {
  const { asked, pay } = watched();
  expect((await pay(call(newId()), {})).status).toBe(200);
  expect(asked).toEqual(['transact']);
});

it('a repeat of an ID that is older than a second is one question, without a transaction', async () => {
  const { asked, pay, pass, charges } = watched();
  const id = newId();
  await pay(call(id), {});
  pass(1001);
  asked.length = 0;
  const again = await pay(call(id), {});
  expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([200, 'true']);
  expect(await problemOf(await pay(call(id, { user: 'bob' }), {}))).toMatchObject({ code: 'scope_mismatch' });
  expect(await problemOf(await pay(call(id, { body: '{}' }), {}))).toMatchObject({ code: 'key_reused' });
  expect(asked).toEqual(['find', 'find', 'find']);
  expect(charges()).toEqual(['c1']);
});

it('a first call that comes late is looked for, and runs', async () => {
  const { asked, pay, charges } = watched();
  expect((await pay(call(newId(5000)), {})).status).toBe(200);
  expect(asked).toEqual(['find', 'transact']);
  expect(charges()).toEqual(['c1']);
});

it('a clock that is wrong costs a question and changes no answer', async () => {
  const store = createMemoryServerStore({ now: () => START });
  for (const now of [START - 1e9, START + 1e9]) {
    const { pay } = charging(openShop({ store, now: () => now }));
    const id = newId();
    const answers = [await pay(call(id), {}), await pay(call(id), {})];
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[1]?.headers.get('idempotent-replayed')).toBe('true');
  }
  expect(store.data.get('charges')).toEqual(['c1', 'c1']);
});
