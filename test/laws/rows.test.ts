import type { Tab } from 'safe-action/testing';
import { describe, expect, it } from 'vitest';
import { declined, done, processing } from '../../src/core/answers.ts';
import type { Key } from '../../src/core/ports.ts';
import { createShop, definePay, json, visit } from './shop.ts';

// What lies in the store, and where.

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();
const open: Key = ['open', 'shop', 'guest', 'pay', 'c1'];
const latest: Key = ['latest', 'shop', 'guest', 'pay', 'c1'];

describe('the ID that a slot answers with', () => {
  it('stays the newer one when an older one that was given up is answered late', async () => {
    let answer = (_: unknown) => {};
    const late = definePay({
      retry: [],
      timeout: 1000,
      send: (_, { attempt, requestId }) =>
        attempt === 1 && !first
          ? new Promise((resolve) => {
              first = requestId;
              answer = resolve;
            })
          : done({ id: 'r2', amount: 20 }),
    });
    let first = '';
    const shop = createShop([late]);
    const { handle } = await shop.enter(late, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.advance(2000);
    void handle.abandon({ understood: true });
    await shop.world.clock.advance(1000);
    void handle.run(cart);
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'r2' } });
    const { requestId } = handle.getView() as { requestId: string };
    answer(done({ id: 'r1', amount: 20 }));
    await shop.world.clock.settle();
    expect(shop.world.disk.read(['settled', 'shop', 'guest', first])).toMatchObject({ status: 'done' });
    expect(shop.world.disk.read(latest)).toBe(requestId);
  });

  it('is there again with an answer that comes after the site’s data was cleared', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 2000 });
    void handle.run(cart);
    await shop.world.clock.settle();
    shop.world.disk.clear();
    await shop.world.clock.advance(2000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.world.disk.read(latest)).toBe(shop.ids()[0]);
  });
});

describe('the late answer of an action that was given up', () => {
  it.each(['declined', 'done'] as const)(
    'is not taken for that of the next one, whose data was cleared: %s',
    async (how) => {
      let answer = (_: unknown) => {};
      const ids: string[] = [];
      const late = definePay({
        retry: [],
        timeout: 1000,
        send: (_, { requestId, fetch }) => {
          ids.push(requestId);
          if (ids.length > 1)
            return fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(cart) });
          return new Promise((resolve) => {
            answer = resolve;
          });
        },
      });
      const shop = createShop([late]);
      const { handle } = await shop.enter(late, { name: 'a' });
      void handle.run(cart);
      await shop.world.clock.advance(2000);
      void handle.abandon({ understood: true });
      await shop.world.clock.advance(1000);
      shop.world.server.failNext({ answer: 900 });
      void handle.run(cart);
      await shop.world.clock.settle();
      shop.world.disk.clear();
      answer(how === 'done' ? done({ id: 'first', amount: 1 }) : declined({ code: 'no' }));
      await shop.world.clock.settle();
      const rows = shop.world.disk.snapshot().map(([, row]) => row);
      expect(rows).not.toContainEqual(expect.objectContaining({ requestId: ids[1], status: how }));
      await shop.world.clock.advance(5000);
      expect(handle.getView()).toMatchObject({ status: 'done', requestId: ids[1], data: { id: 'r1' } });
    },
  );
});

describe('a row that nobody could read', () => {
  it('is not moved aside where it can be read by now, and is shown', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 'drop' }, 4);
    void a.handle.run(cart);
    await shop.world.clock.advance(30_000);
    const row = shop.openRow();
    shop.world.disk.write(open, 'rubbish');
    a.tab.close();
    const b = await shop.enter(pay, { name: 'b' });
    expect(b.handle.getView()).toMatchObject({ status: 'check', reason: 'quarantined' });
    shop.world.disk.write(open, row);
    void b.handle.abandon({ understood: true });
    await shop.world.clock.settle();
    expect(shop.openRow()).toEqual(row);
    expect(b.handle.getView()).toMatchObject({ status: 'check', reason: 'unanswered' });
  });

  it('goes aside from where it lies, and what pointed to it stays', async () => {
    const shop = createShop([pay]);
    shop.world.disk.write(latest, 'lost');
    shop.world.disk.write(['settled', 'shop', 'guest', 'lost'], 'rubbish');
    const { handle } = await shop.enter(pay, { name: 'a' });
    void handle.abandon({ understood: true });
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'idle' });
    expect(shop.world.disk.read(latest)).toBe('lost');
    expect(shop.world.disk.snapshot()).toHaveLength(2);
  });

  it('leaves nothing behind where it is gone by the time that it is given up', async () => {
    const shop = createShop([pay]);
    shop.world.disk.write(open, 'rubbish');
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.world.disk.clear();
    void handle.abandon({ understood: true });
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'idle' });
    expect(shop.world.disk.snapshot()).toEqual([]);
  });
});

describe('a guest who signs in', () => {
  it('leaves an action behind whose place holds an answer of the user', async () => {
    const shop = createShop([pay]);
    const user = await shop.enter(pay, { name: 'a', scope: 'u1' });
    void user.handle.run(cart);
    await shop.world.clock.advance(1000);
    user.tab.close();
    const guest = await shop.enter(pay, { name: 'b' });
    shop.world.server.failNext({ answer: 'drop' }, 4);
    void guest.handle.run(cart);
    await shop.world.clock.advance(30_000);
    guest.client.setScope('u1');
    await shop.world.clock.settle();
    expect(shop.world.disk.read(open)).toMatchObject({ status: 'check' });
    expect(guest.handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
  });

  it('has what is asked about the action at that moment recorded for the user', async () => {
    const asking = definePay({ check: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`) });
    const shop = createShop([asking]);
    const a = await shop.enter(asking, { name: 'a', session: 's' });
    const b = await shop.enter(asking, { name: 'b', session: 's' });
    shop.answer(() => new Response('<p>', { status: 200 }), 'after');
    void a.handle.run(cart);
    await shop.world.clock.advance(1000);
    shop.world.server.failNext({ answer: 3000 });
    void a.handle.proceed();
    await shop.world.clock.settle();
    b.client.setScope('ann');
    await shop.world.clock.advance(4000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.world.server.calls).toHaveLength(2);
  });
});

describe('a tap that comes after another tab’s, which was not heard of', () => {
  it('is no problem to anybody: it gets the same ID', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    const said: string[] = [];
    b.client.subscribe(({ type }) => said.push(type));
    shop.world.disk.onCommit = () => a.tab.suspend();
    void a.handle.run(cart);
    await shop.world.clock.settle();
    shop.world.disk.onCommit = undefined;
    expect(b.handle.getView()).toMatchObject({ status: 'idle' });
    void b.handle.run(cart);
    await shop.world.clock.settle();
    expect(b.handle.getView()).toMatchObject({ status: 'wait', requestId: shop.openRow()?.requestId });
    expect(said).not.toContain('problem');
  });
});

describe('an own generator of request IDs', () => {
  it('is no hindrance beside another open action, as long as it does not repeat itself', async () => {
    let count = 0;
    const counting = definePay({ requestId: () => `id-${++count}` });
    const shop = createShop([counting]);
    const { client, handle } = await shop.enter(counting, { name: 'a' });
    shop.world.server.failNext({ answer: 'hang' });
    void handle.run(cart);
    await shop.world.clock.settle();
    const view = client.run(counting, cart, { subject: 'c2' });
    await shop.world.clock.settle();
    expect(await view).toMatchObject({ status: 'done', requestId: 'id-2' });
  });
});

describe("an action whose definition says keep: 'id'", () => {
  const signUp = definePay({
    name: 'sign-up',
    kind: 'account',
    keep: 'id',
    check: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`),
  });

  it('keeps of a refusal what to change, also after a reload, and its words for as long as the page is there', async () => {
    const shop = createShop([signUp]);
    const { handle, tab } = await shop.enter(signUp, { name: 'a' });
    shop.answer(() => json(422, { code: 'taken', detail: 'This name is taken.' }));
    void handle.run(cart);
    await shop.world.clock.settle();
    const row = shop.world.disk.snapshot().find(([[table]]) => table === 'settled')?.[1];
    expect(row).toHaveProperty('decline', { code: 'taken', change: 'input' });
    tab.page.focus();
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ decline: { message: 'This name is taken.' } });
    const again = await visit(tab.reload(), [signUp], signUp, null, 'c1', shop.world);
    expect(again.handle.getView()).toHaveProperty('decline', { code: 'taken', change: 'input' });
  });

  it('writes nowhere where the person is sent (law 9)', async () => {
    const bank = definePay({ ...signUp, send: () => processing({ next: 'https://bank.test/very-private' }) });
    const shop = createShop([bank]);
    const { handle } = await shop.enter(bank, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ reason: 'person', next: 'https://bank.test/very-private' });
    expect(JSON.stringify(shop.world.disk.snapshot())).not.toContain('very-private');
  });

  it('shows what another tab has made of it, also where this one knows its input', async () => {
    const shop = createShop([signUp]);
    const a = await shop.enter(signUp, { name: 'a' });
    const b = await shop.enter(signUp, { name: 'b' });
    shop.world.server.fault = () => ({ request: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.advance(31_000);
    expect(a.handle.getView()).toMatchObject({ status: 'check' });
    void b.handle.abandon({ understood: true });
    await shop.world.clock.settle();
    expect(a.handle.getView()).toMatchObject({ status: 'idle' });
  });
});

describe('what a guest’s tab knows of an action that is not in its place any more', () => {
  it('is put back there, and not taken for what a user has in theirs', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 'hang' }, 2);
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.suspend();
    shop.world.disk.clear();
    const b = await shop.enter(pay, { name: 'b', scope: 'ann' });
    void b.handle.run(cart);
    await shop.world.clock.settle();
    await a.tab.resume();
    await shop.world.clock.settle();
    expect(shop.world.disk.read(open)).toMatchObject({ requestId: shop.ids()[0] });
    expect(shop.world.disk.read(['open', 'shop', 'user:ann', 'pay', 'c1'])).toMatchObject({
      requestId: shop.ids()[1],
    });
  });

  it('is recorded for the user whom it went with, also once it was given up there', async () => {
    const patient = definePay({
      send: () =>
        new Promise((resolve) => shop.world.clock.after(40_000, () => resolve(done({ id: 'late' })))),
    });
    const shop = createShop([patient, definePay({ name: 'other' })]);
    const bob = await shop.enter(definePay({ name: 'other' }), { name: 'z', scope: 'aaa' });
    void bob.handle.run(cart);
    await shop.world.clock.settle();
    bob.tab.close();
    const a = await shop.enter(patient, { name: 'a', session: 's' });
    const b = await shop.enter(patient, { name: 'b', session: 's' });
    void a.handle.run(cart);
    await shop.world.clock.advance(31_000);
    expect(a.handle.getView()).toMatchObject({ status: 'check' });
    b.client.setScope('ann');
    await shop.world.clock.settle();
    void b.handle.abandon({ understood: true });
    await shop.world.clock.settle();
    expect(b.handle.getView()).toMatchObject({ status: 'idle' });
    await shop.world.clock.advance(10_000);
    expect(b.handle.getView()).toMatchObject({ status: 'done', data: { id: 'late' } });
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'starting' });
  });

  it('is the answer of the user’s place also where it was given up before, and the newest one stays with the guest (law 1)', async () => {
    const { shop, patient, ids } = patientShop();
    const a = await shop.enter(patient, { name: 'a' });
    const b = await shop.enter(patient, { name: 'b' });
    void a.handle.run(cart);
    await shop.world.clock.advance(31_000);
    void a.handle.abandon({ understood: true });
    await shop.world.clock.settle();
    void b.handle.run(cart);
    await shop.world.clock.settle();
    expect(b.handle.getView()).toMatchObject({ status: 'done', data: { id: 'second' } });
    a.client.setScope('ann');
    await shop.world.clock.settle();
    expect(a.handle.getView()).toMatchObject({ status: 'idle' });
    await shop.world.clock.advance(10_000);
    expect(a.handle.getView()).toMatchObject({ status: 'done', data: { id: 'first' } });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    expect(ids).toHaveLength(2);
    expect(shop.world.disk.read(latest)).toBe(ids[1]);
  });

  it('is recorded for the user whom it went with, and what they have begun since is not read (law 9)', async () => {
    const { shop, patient, ids } = patientShop();
    const a = await shop.enter(patient, { name: 'a', session: 's' });
    const b = await shop.enter(patient, { name: 'b', session: 's' });
    void a.handle.run(cart);
    await shop.world.clock.advance(31_000);
    b.client.setScope('ann');
    await shop.world.clock.settle();
    void b.handle.abandon({ understood: true });
    await shop.world.clock.settle();
    void b.handle.run(cart);
    await shop.world.clock.settle();
    expect(b.handle.getView()).toMatchObject({ status: 'done', data: { id: 'second' } });
    const seen = readIn(a.tab);
    await shop.world.clock.advance(10_000);
    const [first = '', second] = ids;
    expect(shop.world.disk.read(['settled', 'shop', 'user:ann', first])).toMatchObject({ status: 'done' });
    expect(shop.world.disk.read(['latest', 'shop', 'user:ann', 'pay', 'c1'])).toBe(second);
    expect(seen.filter(([table, , scope]) => scope === 'user:ann' && table !== 'latest')).toEqual([
      ['settled', 'shop', 'user:ann', first],
    ]);
  });

  it('does not keep out what another tab of the same person takes along after it', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.answer(() => json(402, { code: 'card_declined' }));
    void a.handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(a.handle.getView()).toMatchObject({ status: 'declined' });
    void b.handle.run(cart);
    await shop.world.clock.settle();
    const { requestId } = b.handle.getView() as { requestId: string };
    for (const { client } of [a, b]) {
      client.setScope('ann');
      await shop.world.clock.advance(1000);
    }
    void a.handle.run(cart);
    await shop.world.clock.settle();
    expect(a.handle.getView()).toMatchObject({ status: 'done', requestId });
    expect(shop.charges).toHaveLength(1);
  });
});

/** A shop whose first action is answered after 40 s, and each later one at once. */
function patientShop() {
  const ids: string[] = [];
  const patient = definePay({
    send: (_, { requestId }) => {
      if (!ids.includes(requestId)) ids.push(requestId);
      return ids[0] !== requestId
        ? done({ id: 'second' })
        : new Promise((resolve) => shop.world.clock.after(40_000, () => resolve(done({ id: 'first' }))));
    },
  });
  const shop = createShop([patient]);
  return { shop, patient, ids };
}

/** The keys of the rows that a tab reads from now on. */
function readIn({ ports: { store } }: Tab): Key[] {
  const read: Key[] = [];
  const { transact } = store;
  store.transact = (mode, work) =>
    transact(mode, (tx) =>
      work({
        ...tx,
        get(key) {
          read.push(key);
          return tx.get(key);
        },
        range(prefix) {
          read.push(prefix);
          return tx.range(prefix);
        },
      }),
    );
  return read;
}
