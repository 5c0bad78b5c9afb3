import { describe, expect, it } from 'vitest';
import { RequestIdError } from '../../src/core/errors/requestIdError.ts';
import type { Store } from '../../src/core/ports.ts';
import { createShop, definePay, json, visit } from './shop.ts';

// What each transaction asks of the disk, refuses, and gives back.

const cart = { cart: 'c1', amount: 20 };

/** The modes of the writing transactions of a tab, as they begin. */
const modes = (store: Store): string[] => {
  const seen: string[] = [];
  const { transact } = store;
  store.transact = (mode, work) => {
    if (mode !== 'read') seen.push(mode);
    return transact(mode, work);
  };
  return seen;
};

describe('what may start an attempt is flushed for money and accounts (law 2)', () => {
  it.each([
    ['payment', 'strict'],
    ['account', 'strict'],
    ['message', 'relaxed'],
    ['save', 'relaxed'],
  ] as const)('%s: %s for a tap and for a retry, relaxed for their answers', async (kind, mode) => {
    const pay = definePay({ kind });
    const shop = createShop([pay]);
    const { handle, tab } = await shop.enter(pay, { name: 'a' });
    const seen = modes(tab.ports.store);
    shop.answer(() => json(503, {}));
    const view = handle.run(cart);
    await shop.world.clock.advance(2000);
    expect(await view).toMatchObject({ status: 'done' });
    expect(seen).toEqual([mode, 'relaxed', mode, 'relaxed']);
  });

  it.each(['resume', 'takeover'] as const)('strict for a %s', async (how) => {
    const pay = definePay();
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    if (how === 'resume') a.tab.close();
    const tab = shop.world.tab('b');
    const seen = modes(tab.ports.store);
    const b = await visit(tab, [pay], pay, null, 'c1', shop.world);
    if (how === 'takeover') a.tab.close();
    await shop.world.clock.advance(1000);
    expect(b.handle.getView()).toMatchObject({ status: 'done' });
    expect(seen[0]).toBe('strict');
  });
});

describe('an own generator of request IDs that repeats itself (law 1)', () => {
  const pay = definePay({ requestId: () => 'always-the-same' });

  it.each([
    ['open', 2000],
    ['settled', 0],
  ])('is refused while the other action is %s: nothing is stored, nothing leaves', async (_, answer) => {
    const shop = createShop([pay]);
    const first = await shop.enter(pay, { name: 'a', subject: 'c1' });
    shop.world.server.failNext({ answer });
    void first.handle.run(cart);
    await shop.world.clock.settle();
    const rows = shop.world.disk.snapshot();
    const second = await shop.enter(pay, { name: 'b', subject: 'c2' });
    await expect(Promise.all([second.handle.run(cart), shop.world.clock.settle()])).rejects.toThrow(
      RequestIdError,
    );
    expect(second.handle.getView()).toMatchObject({ status: 'idle', locked: false });
    expect(shop.world.disk.snapshot()).toEqual(rows);
    expect(shop.ids()).toHaveLength(1);
  });

  it.each([
    ['is done, without `once`', () => json(200, { id: 'r' })],
    ['was declined', () => json(402, { code: 'card_declined' })],
  ])('is refused in the same slot, too, where the first action %s', async (_, answer) => {
    const save = definePay({ requestId: () => 'always-the-same', once: false });
    const shop = createShop([save]);
    const { handle } = await shop.enter(save, { name: 'a' });
    shop.answer(answer);
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    const rows = shop.world.disk.snapshot();
    const again = Promise.all([handle.run({ ...cart, amount: 30 }), shop.world.clock.settle()]);
    await expect(again).rejects.toThrow(RequestIdError);
    expect(shop.world.disk.snapshot()).toEqual(rows);
    expect(shop.ids()).toHaveLength(1);
  });

  it('is refused where nothing happened, and other input is asked for', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.world.server.online = false;
    void handle.run(cart);
    await shop.world.clock.advance(400_000);
    expect(handle.getView()).toMatchObject({ status: 'retry' });
    shop.world.server.online = true;
    const other = Promise.all([handle.run({ ...cart, amount: 30 }), shop.world.clock.settle()]);
    await expect(other).rejects.toThrow(RequestIdError);
    expect(shop.openRow()).toMatchObject({ status: 'retry', input: cart });
    expect(shop.ids()).toEqual([]);
  });

  it('is no hindrance as long as it does not', async () => {
    let count = 0;
    const counting = definePay({ requestId: () => `id-${++count}`, once: false });
    const shop = createShop([counting]);
    const { handle } = await shop.enter(counting, { name: 'a' });
    for (const requestId of ['id-1', 'id-2']) {
      const view = handle.run(cart);
      await shop.world.clock.advance(1000);
      expect(await view).toMatchObject({ status: 'done', requestId });
    }
  });
});

describe('the history of a request ID', () => {
  const pay = definePay();

  it('is there while it is open and once it is settled, and for no other', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a', subject: 'c1' });
    const b = await shop.enter(pay, { name: 'b', subject: 'c2' });
    shop.world.server.failNext({ answer: 2000 });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    void b.handle.run(cart);
    await shop.world.clock.settle();
    const [open = '', settled = ''] = shop.ids();
    const types = async (requestId: string) => {
      const history = a.client.history(requestId);
      await shop.world.clock.settle();
      return (await history).map((event) => `${event.requestId === requestId}: ${event.subject}`);
    };
    expect(new Set(await types(open))).toEqual(new Set(['true: c1']));
    expect(new Set(await types(settled))).toEqual(new Set(['true: c2']));
    expect((await types(settled)).length).toBeGreaterThan((await types(open)).length);
    expect(await types('unknown')).toEqual([]);
  });
});

it('reads the slots that are asked for in one task in one transaction: a list is mounted, or looked at, at once', async () => {
  const pay = definePay();
  const shop = createShop([pay]);
  const { tab, client } = await shop.enter(pay, { name: 'a', scope: 'ann' });
  const { store } = tab.ports;
  const { transact } = store;
  let read = 0;
  store.transact = (mode, work) => {
    if (mode === 'read') read++;
    return transact(mode, work);
  };
  const rows = Array.from({ length: 50 }, (_, row) => client.handle(pay, `row ${row}`));
  for (const row of rows) row.subscribe(() => {});
  await shop.world.clock.settle();
  expect(new Set(rows.map((row) => row.getView().status))).toEqual(new Set(['idle']));
  expect(read).toBe(1);

  tab.page.focus();
  await shop.world.clock.settle();
  // What is open is read by its range beside that.
  expect(read).toBe(3);
});
