import { describe, expect, it } from 'vitest';
import type { SendContext } from '../../src/core/post.ts';
import { byBank, createShop, definePay, json, slowly, visit } from './shop.ts';

// A change of scope can come at any moment, also while nobody would look for it.

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();

/** A tap whose input is still being checked. */
async function tapped(scope: string | null) {
  const { schema, go } = slowly<typeof cart>();
  const slow = definePay({ input: schema });
  const shop = createShop([slow]);
  const { handle, client } = await shop.enter(slow, { name: 'a', scope });
  void handle.run(cart);
  await shop.world.clock.settle();
  return { shop, slow, handle, client, go };
}

/** A payment of u1 that nobody sends, and that may have run. */
async function inDoubt(action = pay) {
  const shop = createShop([action]);
  const { tab, handle } = await shop.enter(action, { name: 'a', scope: 'u1' });
  shop.world.server.failNext({ request: 'hang' }, 3);
  void handle.run(cart);
  await shop.world.clock.advance(60_000);
  expect(shop.openRow()).toMatchObject({ status: 'check' });
  tab.close();
  return { shop, calls: shop.world.server.calls.length };
}

describe('law 9: a tap whose scope changes while it is under way is not sent', () => {
  it.each(['in another tab', 'in this one'])('as its input is checked: %s', async (where) => {
    const { shop, slow, client, go } = await tapped('u1');
    if (where === 'in this one') client.setScope('u2');
    else await shop.enter(slow, { name: 'b', scope: 'u2' });
    await shop.world.clock.settle();
    go();
    await shop.world.clock.advance(60_000);
    expect(shop.ids()).toEqual([]);
    expect(shop.openRow()).toMatchObject({ scope: 'user:u1', status: 'retry' });
  });

  it('nor is it paid a second time by the guest who has signed in, and taps again (law 1)', async () => {
    const { shop, handle, client, go } = await tapped(null);
    client.setScope('ann');
    await shop.world.clock.settle();
    go();
    await shop.world.clock.advance(1000);
    void handle.run(cart);
    await shop.world.clock.settle();
    go();
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
    // Nor by the next guest, to whom it would be shown.
    client.setScope(null);
    await shop.world.clock.advance(1000);
    for (const open of client.getOpen()) void open.proceed();
    await shop.world.clock.advance(1000);
    expect(shop.charges).toHaveLength(1);
    expect(client.getOpen()).toEqual([]);
  });

  it.each(['in another tab', 'in this one'])('as the store is read: %s', async (where) => {
    const shop = createShop([pay]);
    const recover = shop.world.disk.hang();
    const { handle, client } = await shop.enter(pay, { name: 'a', scope: 'u1' });
    void handle.run(cart);
    await shop.world.clock.settle();
    if (where === 'in this one') client.setScope('u2');
    else shop.open('b').client.setScope('u2');
    await shop.world.clock.settle();
    recover();
    await shop.world.clock.advance(60_000);
    expect(shop.ids()).toEqual([]);
  });

  it('as it is stored: what a guest has tapped waits for another tap once they are signed in, and is sent as theirs', async () => {
    const shop = createShop([pay]);
    const { handle, client } = await shop.enter(pay, { name: 'a' });
    const scopes: unknown[] = [];
    shop.world.server.fault = () => {
      scopes.push(shop.openRow()?.scope);
      return undefined;
    };
    const recover = shop.world.disk.hang();
    void handle.run(cart);
    await shop.world.clock.advance(100);
    client.setScope('ann');
    recover();
    await shop.world.clock.advance(5000);
    expect(handle.getView()).toMatchObject({ status: 'retry' });
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(scopes).toEqual(['user:ann']);
    expect(shop.charges).toHaveLength(1);
  });

  it('where another user comes while it waits for its scope', async () => {
    const shop = createShop([pay]);
    const { client } = await shop.enter(pay, { name: 'a' });
    const recover = shop.world.disk.hang();
    client.setScope('ann');
    const view = client.run(pay, cart, { subject: 'c1' });
    await shop.world.clock.advance(100);
    shop.open('b').client.setScope('bob');
    await shop.world.clock.advance(100);
    recover();
    await shop.world.clock.advance(60_000);
    expect(await view).toMatchObject({ status: 'retry' });
    expect(shop.ids()).toEqual([]);
  });

  it('as it waits for its scope, which was unknown when it was made: it is of the first that comes', async () => {
    const shop = createShop([pay]);
    const { client } = await shop.enter(pay, { name: 'a' });
    const recover = shop.world.disk.hang();
    client.setScope(undefined);
    const view = client.run(pay, cart, { subject: 'c1' });
    await shop.world.clock.advance(100);
    client.setScope('ann');
    await shop.world.clock.advance(100);
    client.setScope('bob');
    recover();
    await shop.world.clock.advance(1000);
    expect(await view).toMatchObject({ status: 'idle' });
    expect(shop.ids()).toEqual([]);
  });

  it.each(['bob', null])(
    'as it waits for its scope: what ann has tapped is not sent as %s, who comes in her place',
    async (next) => {
      const shop = createShop([pay]);
      const { client, handle } = await shop.enter(pay, { name: 'a' });
      const recover = shop.world.disk.hang();
      client.setScope('ann');
      await shop.world.clock.advance(100);
      const view = client.run(pay, cart, { subject: 'c1' });
      await shop.world.clock.advance(100);
      client.setScope(next);
      recover();
      await shop.world.clock.advance(1000);
      expect(shop.ids()).toEqual([]);
      expect(await view).toMatchObject({ status: 'idle', locked: false });
      expect(shop.openRow()).toBeUndefined();
      void handle.run(cart);
      await shop.world.clock.advance(1000);
      expect(handle.getView()).toMatchObject({ status: 'done' });
    },
  );

  it('as it waits for its scope, which is unknown again for a moment: it is sent once that is back', async () => {
    const shop = createShop([pay]);
    const { client, handle } = await shop.enter(pay, { name: 'a' });
    const recover = shop.world.disk.hang();
    client.setScope('ann');
    await shop.world.clock.advance(100);
    void handle.run(cart);
    client.setScope(undefined);
    client.setScope('ann');
    recover();
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
  });

  it('stays the guest’s where the person is back at once, and is shown there', async () => {
    const save = definePay({ kind: 'save' });
    const shop = createShop([save]);
    const { handle, client } = await shop.enter(save, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.advance(20_000);
    client.setScope('ann');
    client.setScope(null);
    const view = handle.run({ ...cart, amount: 40 });
    await shop.world.clock.advance(1000);
    const { requestId } = (await view) as { requestId: string };
    expect(shop.world.disk.read(['settled', 'shop', 'user:ann', requestId])).toBeUndefined();
    expect(handle.getView()).toMatchObject({ status: 'done', data: { amount: 40 } });
  });
});

describe('law 9: a page load takes up nothing', () => {
  it.each([
    ['another user', 'u2', pay],
    ['a guest', null, pay],
    ['another user, where it would ask', 'u2', definePay({ check: (id, { fetch }) => fetch(`/pay/${id}`) })],
  ])('in a scope that it has left for %s by the time that it is read', async (_, next, action) => {
    const { shop, calls } = await inDoubt(action);
    const { client } = shop.open('b');
    client.setScope('u1');
    client.setScope(next);
    await shop.world.clock.advance(60_000);
    expect(shop.world.server.calls).toHaveLength(calls);
  });

  it('where another user has come by the time that it is read', async () => {
    const asking = definePay({ check: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`) });
    const { shop, calls } = await inDoubt(asking);
    const recover = shop.world.disk.hang();
    await shop.enter(asking, { name: 'b', scope: 'u1' });
    shop.open('c').client.setScope('u2');
    await shop.world.clock.settle();
    recover();
    await shop.world.clock.advance(60_000);
    expect(shop.world.server.calls).toHaveLength(calls);
  });
});

describe('what a page load could not take up', () => {
  it('is asked about once its user is back', async () => {
    const asking = definePay({ check: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`) });
    const shop = createShop([asking]);
    const a = await shop.enter(asking, { name: 'a', scope: 'ann' });
    shop.answer(() => new Response('<p>', { status: 200 }), 'after');
    void a.handle.run(cart);
    await shop.world.clock.advance(1000);
    const tab = a.tab.reload();
    const recover = shop.world.disk.hang();
    const { client, handle } = await visit(tab, [asking], asking, 'ann', 'c1', shop.world);
    client.setScope('bob');
    await shop.world.clock.advance(100);
    recover();
    await shop.world.clock.advance(1000);
    client.setScope('ann');
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
  });

  it('is not locked in the next page of its user: the lock is not kept for a scope that was left', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a', scope: 'ann' });
    shop.world.server.failNext({ request: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    const tab = a.tab.reload();
    const { acquire } = tab.ports.lock;
    let go = () => {};
    const wait = new Promise<void>((resolve) => {
      go = resolve;
    });
    tab.ports.lock.acquire = async (...request) => {
      const got = await acquire(...request);
      await wait;
      return got;
    };
    const { client } = await visit(tab, [pay], pay, 'ann', 'c1', shop.world);
    client.setScope('bob');
    go();
    await shop.world.clock.advance(1000);
    const { handle } = await shop.enter(pay, { name: 'b', scope: 'ann' });
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'check', locked: false });
  });

  it('nor does a tab take over from one that is stopped, in a scope that it has left', async () => {
    const asking = definePay({ check: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`) });
    const shop = createShop([asking]);
    const a = await shop.enter(asking, { name: 'a' });
    const c = await shop.enter(asking, { name: 'c' });
    shop.answer(() => new Response('<p>', { status: 200 }), 'after');
    void a.handle.run(cart);
    await shop.world.clock.advance(1000);
    shop.world.server.failNext({ answer: 'hang' });
    void a.handle.proceed();
    await shop.world.clock.settle();
    a.tab.suspend();
    expect(c.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
    const calls = shop.world.server.calls.length;
    await shop.world.clock.advance(11_900);
    const recover = shop.world.disk.hang();
    await shop.world.clock.advance(200);
    c.client.setScope('ann');
    await shop.world.clock.advance(100);
    recover();
    await shop.world.clock.advance(60_000);
    expect(shop.world.server.calls).toHaveLength(calls);
  });

  it('is not locked beside another user: its sender is gone, so it waits for a tap', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a', scope: 'ann' });
    shop.world.server.failNext({ request: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    const other = shop.open('c');
    const tab = a.tab.reload();
    const recover = shop.world.disk.hang();
    const { handle } = await visit(tab, [pay], pay, 'ann', 'c1', shop.world);
    other.client.setScope('bob');
    await shop.world.clock.advance(100);
    recover();
    await shop.world.clock.advance(60_000);
    expect(handle.getView()).toMatchObject({ status: 'check', locked: false });
    expect(shop.ids()).toHaveLength(1);
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
  });

  it('starts no round at a look, long after: that is no page load (law 6)', async () => {
    const shop = createShop([pay]);
    const recover = shop.world.disk.hang();
    const a = await shop.enter(pay, { name: 'a', scope: 'ann' });
    await shop.world.clock.advance(60_000);
    recover();
    await shop.world.clock.advance(3_600_000);
    const b = await shop.enter(pay, { name: 'b', scope: 'ann' });
    shop.world.server.failNext({ answer: 'drop' }, 99);
    void b.handle.run(cart);
    await shop.world.clock.advance(31_000);
    expect(b.handle.getView()).toMatchObject({ status: 'check' });
    const sent = shop.ids().length;
    a.tab.page.focus();
    await shop.world.clock.advance(31_000);
    expect(a.handle.getView()).toMatchObject({ status: 'check' });
    expect(shop.ids()).toHaveLength(sent);
  });
});

it('a tap that has joined another tab’s action takes it over, although its scope was away for a moment before', async () => {
  const { schema, go } = slowly<typeof cart>();
  const slow = definePay({ input: schema });
  const shop = createShop([slow]);
  const { handle } = await shop.enter(slow, { name: 'a', scope: 'ann' });
  const c = shop.open('c');
  const b = await visit(shop.world.tab('b'), [pay], pay, 'ann', 'c1', shop.world);
  void handle.run(cart);
  for (const scope of ['bob', 'ann']) {
    await shop.world.clock.advance(100);
    c.client.setScope(scope);
  }
  await shop.world.clock.advance(100);
  shop.world.disk.onCommit = () => b.tab.suspend();
  void b.handle.run(cart);
  await shop.world.clock.settle();
  shop.world.disk.onCommit = undefined;
  go();
  await shop.world.clock.advance(30_000);
  expect(handle.getView()).toMatchObject({ status: 'done' });
});

describe('law 9: another user has signed in elsewhere', () => {
  it.each([false, true])(
    'a look at the tab of who is at their bank sends nothing (check: %s)',
    async (asks) => {
      const nobody = (_: string, { fetch }: SendContext) => fetch('https://shop.test/pay/nothing');
      const bank = definePay({
        send: byBank,
        ...(asks && { check: nobody }),
      });
      const shop = createShop([bank]);
      const { handle, tab } = await shop.enter(bank, { name: 'a', scope: 'u1' });
      void handle.run(cart);
      await shop.world.clock.settle();
      expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'person' });
      shop.open('b').client.setScope('u2');
      await shop.world.clock.settle();
      tab.page.focus();
      await shop.world.clock.advance(60_000);
      expect(shop.world.server.calls).toHaveLength(1);
    },
  );

  it.each([false, true])(
    'a look that is still being stored when they come sends nothing either (check: %s)',
    async (asks) => {
      const check = (_: string, { fetch }: SendContext) => fetch('https://shop.test/pay/nothing');
      const bank = definePay({ send: byBank, ...(asks && { check }) });
      const shop = createShop([bank]);
      const { handle, tab } = await shop.enter(bank, { name: 'a' });
      void handle.run(cart);
      await shop.world.clock.settle();
      expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'person' });
      const other = shop.open('b');
      const recover = shop.world.disk.hang();
      tab.page.focus();
      other.client.setScope('u2');
      await shop.world.clock.advance(10);
      recover();
      await shop.world.clock.advance(60_000);
      expect(shop.world.server.calls).toHaveLength(1);
      void handle.run(cart);
      await shop.world.clock.settle();
      expect(handle.getView()).toMatchObject({ status: 'done' });
    },
  );

  it('rounds end also while the own scope is unknown for a moment', async () => {
    const shop = createShop([pay]);
    const { handle, client } = await shop.enter(pay, { name: 'a', scope: 'u1' });
    shop.answer(() => json(503, {}, { 'Retry-After': '5' }));
    void handle.run(cart);
    await shop.world.clock.settle();
    client.setScope(undefined);
    await shop.world.clock.settle();
    shop.open('b').client.setScope('u2');
    await shop.world.clock.advance(20_000);
    expect(shop.ids()).toHaveLength(1);
  });
});

it('who listens for `onDone` hears, once, of what is done while the scope is unknown for a moment', async () => {
  const shop = createShop([pay]);
  const { handle, client } = await shop.enter(pay, { name: 'a', scope: 'u1' });
  const told: unknown[] = [];
  client.onDone(({ data }) => told.push(data));
  shop.world.server.failNext({ answer: 500 });
  void handle.run(cart);
  await shop.world.clock.settle();
  client.setScope(undefined);
  await shop.world.clock.advance(1000);
  expect(told).toEqual([]);
  client.setScope('u1');
  await shop.world.clock.advance(1000);
  client.setScope(undefined);
  client.setScope('u1');
  await shop.world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'done' });
  expect(told).toEqual([{ id: 'r1', amount: 20 }]);
});

describe('what a guest does as they sign in', () => {
  const signingIn = async () => {
    const shop = createShop([pay]);
    const { client } = await shop.enter(pay, { name: 'a' });
    const told: (string | null | undefined)[] = [];
    let scope: string | null | undefined = null;
    client.onDone(() => told.push(scope));
    const enter = async (next: string | null | undefined, ms = 1000) => {
      scope = next;
      client.setScope(next);
      await shop.world.clock.advance(ms);
    };
    shop.world.server.failNext({ answer: 2000 });
    void client.run(pay, cart, { subject: 'c1' });
    await shop.world.clock.advance(1000);
    await enter(undefined, 2000);
    return { told, enter };
  };

  it('is told to the user whom it went with, and not to the next guest', async () => {
    const { told, enter } = await signingIn();
    await enter('ann');
    await enter(null);
    expect(told).toEqual(['ann']);
  });

  it('is told once, however often they go in and out', async () => {
    const { told, enter } = await signingIn();
    await enter('ann', 0);
    await enter(null);
    await enter('ann');
    expect(told).toHaveLength(1);
  });
});

it('a tap is not taken for one of a guest who has gone, where a test sets the clock of the page anew', async () => {
  const shop = createShop([pay]);
  const tab = shop.world.tab('a');
  const { now } = tab.ports.clock;
  let set = 0;
  tab.ports.clock.now = () => ({ ...now(), mono: now().mono - set });
  await shop.world.clock.advance(5000);
  const { handle } = await visit(tab, [pay], pay, null, 'c1', shop.world);
  set = 5000;
  void handle.run(cart);
  await shop.world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'done' });
});

it('what a guest has done, and took along while another tap was under way, is told to no guest after them', async () => {
  const { schema, go } = slowly<typeof cart>();
  let resolve = (_: { id: string; amount: number }) => {};
  const promise = new Promise<{ id: string; amount: number }>((settle) => {
    resolve = settle;
  });
  const slow = definePay({ input: schema, send: () => promise, retry: [], once: false });
  const shop = createShop([slow]);
  const { client, handle } = await shop.enter(slow, { name: 'a' });
  const told: (string | null | undefined)[] = [];
  let scope: string | null | undefined = null;
  client.onDone(() => told.push(scope));
  const enter = async (next: string | null | undefined) => {
    scope = next;
    client.setScope(next);
    await shop.world.clock.advance(1000);
  };
  void handle.run(cart);
  await shop.world.clock.settle();
  go();
  await shop.world.clock.advance(31_000);
  expect(handle.getView()).toMatchObject({ status: 'check' });
  void handle.run({ ...cart, amount: 40 });
  await shop.world.clock.settle();
  await enter(undefined);
  resolve({ id: 'r1', amount: 20 });
  await shop.world.clock.advance(1000);
  await enter('ann');
  go();
  await enter(null);
  expect(told).toEqual(['ann']);
});

describe('what a guest gives up as they sign in', () => {
  const giveUp = async () => {
    const cancelling = definePay({ cancel: (id, { fetch }) => fetch(`https://shop.test/cancel/${id}`) });
    const shop = createShop([cancelling]);
    const { handle, client } = await shop.enter(cancelling, { name: 'a' });
    shop.answer(() => new Response('<p>', { status: 200 }), 'after');
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'check' });
    shop.world.server.failNext({ request: 2000 });
    const view = handle.abandon({ understood: true });
    await shop.world.clock.advance(100);
    return { shop, handle, client, view };
  };

  it('is given up where it has gone', async () => {
    const { shop, handle, client, view } = await giveUp();
    client.setScope('ann');
    await shop.world.clock.advance(5000);
    expect(await view).toMatchObject({ status: 'idle' });
    expect(handle.getView()).toMatchObject({ status: 'idle' });
    expect(shop.openRow()).toBeUndefined();
  });
});

it('what a guest gives up is given up at whatever moment they sign in', async () => {
  const cancelling = definePay({ cancel: (id, { fetch }) => fetch(`https://shop.test/cancel/${id}`) });
  for (let tasks = 0; tasks < 60; tasks++) {
    const shop = createShop([cancelling]);
    const { handle, client } = await shop.enter(cancelling, { name: 'a' });
    shop.answer(() => new Response('<p>', { status: 200 }), 'after');
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    const view = handle.abandon({ understood: true });
    for (let task = 0; task < tasks; task++) await Promise.resolve();
    client.setScope('ann');
    await shop.world.clock.advance(5000);
    expect(await view).toMatchObject({ status: 'idle' });
    expect(handle.getView()).toMatchObject({ status: 'idle' });
    expect(shop.openRow()).toBeUndefined();
  }
});

describe('law 8: a row of a name that this deploy does not know lies as it was', () => {
  const unknown = async (scope: string | null) => {
    const shop = createShop([pay]);
    const { tab, handle } = await shop.enter(pay, { name: 'a', scope, session: 's' });
    shop.answer(() => json(503, {}, { 'Retry-After': '20' }));
    void handle.run(cart);
    await shop.world.clock.settle();
    const row = shop.openRow();
    tab.close();
    const other = definePay({ name: 'other' });
    const later = shop.world.tab('b', { session: 's' });
    const { client } = await visit(later, [other], other, scope, 'c1', shop.world);
    return { shop, client, row };
  };

  it('as its user signs out', async () => {
    const { shop, client, row } = await unknown('u1');
    client.setScope(null);
    await shop.world.clock.advance(1000);
    expect(shop.openRow()).toEqual(row);
  });

  it('as another user signs in elsewhere', async () => {
    const { shop, row } = await unknown('u1');
    shop.open('c').client.setScope('u2');
    await shop.world.clock.advance(1000);
    expect(shop.openRow()).toEqual(row);
  });

  it('as its guest signs in', async () => {
    const { shop, client, row } = await unknown(null);
    client.setScope('ann');
    await shop.world.clock.settle();
    expect(shop.world.disk.read(['open', 'shop', 'guest', 'pay', 'c1'])).toEqual(row);
  });
});

it('what one guest gives up is not cancelled as the next one, by a cancel that does something else first', async () => {
  let go = () => {};
  const cancelling = definePay({
    async cancel(id, { fetch }) {
      await new Promise<void>((resolve) => {
        go = resolve;
      });
      return fetch(`https://shop.test/cancel/${id}`);
    },
  });
  const shop = createShop([cancelling]);
  const { handle, tab } = await shop.enter(cancelling, { name: 'a' });
  shop.answer(() => json(503, {}), 'before', 4);
  void handle.run(cart);
  await shop.world.clock.advance(60_000);
  tab.close();
  // Of an earlier session, it stays where it is as somebody signs in.
  shop.answer(() => json(503, {}), 'before', 4);
  const { client, handle: same } = await shop.enter(cancelling, { name: 'b', session: 'later' });
  await shop.world.clock.advance(60_000);
  const calls = shop.world.server.calls.length;
  const view = same.abandon({ understood: true });
  for (const scope of ['ann', null]) {
    await shop.world.clock.advance(100);
    client.setScope(scope);
  }
  go();
  await shop.world.clock.advance(1000);
  await view;
  expect(shop.world.server.calls).toHaveLength(calls);
  expect(shop.openRow()).toBeUndefined();
});

describe('the next guest is shown nothing of an input that was being checked as the one before signed in', () => {
  const inAndOut = async (schema: ReturnType<typeof slowly<typeof cart>>['schema'], ready = () => {}) => {
    const slow = definePay({ input: schema });
    const shop = createShop([slow]);
    const { client, handle } = await shop.enter(slow, { name: 'a' });
    const view = handle.run(cart);
    await shop.world.clock.settle();
    for (const scope of ['ann', null]) {
      client.setScope(scope);
      await shop.world.clock.advance(1000);
    }
    ready();
    await shop.world.clock.advance(1000);
    await view;
    expect(handle.getView()).toEqual({ status: 'idle', durability: 'disk', locked: false });
    expect(shop.openRow()).toBeUndefined();
  };

  it('no action is made of it', async () => {
    const { schema, go } = slowly<typeof cart>();
    await inAndOut(schema, go);
  });

  /** Says what it was given. */
  const refusing = (schema: Parameters<typeof inAndOut>[0]): typeof schema => ({
    '~standard': {
      ...schema['~standard'],
      validate: async (value: unknown) => {
        await schema['~standard'].validate(value);
        return { issues: [{ message: JSON.stringify(value) }] } as never;
      },
    },
  });

  it('nor is it said what was wrong with it', async () => {
    const { schema, go } = slowly<typeof cart>();
    await inAndOut(refusing(schema), go);
  });

  it('nor what had been found wrong with it before', async () => {
    const { schema } = slowly<typeof cart>();
    await inAndOut(
      refusing({ '~standard': { ...schema['~standard'], validate: async () => ({ value: cart }) } }),
    );
  });
});

it('A tap ends with its scope, though the store cannot be told that its round is over', async () => {
  const pay = definePay();
  const shop = createShop([pay]);
  const { handle, client } = await shop.enter(pay, { name: 'a' });
  shop.world.server.online = false;
  let ended = false;
  void handle.run({ cart: 'c1', amount: 20 }).then(() => {
    ended = true;
  });
  await shop.world.clock.settle();
  expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'offline' });
  shop.world.disk.failNext('write', 99);
  client.setScope('ann');
  await shop.world.clock.advance(60_000);
  expect(ended).toBe(true);
  expect(shop.ids()).toEqual([]);
});
