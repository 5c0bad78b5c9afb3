import { describe, expect, it } from 'vitest';
import { requestIdTime } from '../../src/core/requestId.ts';
import { createShop, definePay, json, visit } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();

/** The server refuses the first ID for its time; the wall clock of this device is a day late. */
const refused = async (body: object, headers: Record<string, string> = {}) => {
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  const now = shop.world.clock.now();
  shop.answer(() => json(400, body, headers));
  const view = handle.run(cart);
  await shop.world.clock.advance(1000);
  return { shop, now, view: await view, ids: shop.ids() };
};

describe('an ID that the server refuses for its time', () => {
  const day = Date.UTC(2030, 0, 2);

  it.each([
    ['its `serverTime`', { code: 'clock_skew', serverTime: day }, {}],
    ['the Date of its answer', { code: 'key_too_old' }, { Date: new Date(day).toUTCString() }],
  ])('is replaced by one with %s, and the same request goes out once', async (_, body, headers) => {
    const { shop, view, ids } = await refused(body, headers as Record<string, string>);
    expect(view).toMatchObject({ status: 'done', requestId: ids[1] });
    expect(ids.map(requestIdTime)).toEqual([Date.UTC(2030, 0, 1), day]);
    expect(shop.charges).toEqual([{ requestId: ids[1], body: JSON.stringify(cart) }]);
  });

  it('is replaced by one with the time here where the server tells none', async () => {
    const { now, view, ids } = await refused({ code: 'key_too_old' });
    expect(view).toMatchObject({ status: 'done' });
    expect(ids.map(requestIdTime)).toEqual([now, now]);
    expect(new Set(ids).size).toBe(2);
  });

  it('is replaced, too, where its input says by its class alone what JSON can say of it (law 5)', async () => {
    class Cents {
      readonly all: bigint;
      constructor(all: bigint) {
        this.all = all;
      }
      toJSON() {
        return Number(this.all) / 100;
      }
    }
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.answer(() => json(400, { code: 'clock_skew', serverTime: day }));
    void handle.run({ cart: 'c1', amount: new Cents(2000n) as unknown as number });
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toMatchObject([{ body: JSON.stringify(cart) }]);
  });

  it('is replaced, too, where a number is longer than JavaScript can read: its bytes stay as they are (law 5)', async () => {
    const shop = createShop([pay]);
    const { disk, server } = shop.world;
    const { handle, tab } = await shop.enter(pay, { name: 'a' });
    server.online = false;
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    // As a bigint whose `toJSON` gives `JSON.rawJSON` is frozen.
    const body = '{"cart":"c1","amount":12345678901234567891}';
    for (const [key, value] of disk.snapshot()) {
      const row = value as { request?: object };
      if (key[0] === 'open') disk.write(key, { ...row, request: { ...row.request, body } });
    }
    const again = await visit(tab.reload(), [pay], pay, null, 'c1', shop.world);
    shop.answer(() => json(400, { code: 'clock_skew', serverTime: day }));
    server.online = true;
    await shop.world.clock.advance(1000);
    expect(shop.ids()).toHaveLength(2);
    expect(again.handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toMatchObject([{ body }]);
  });

  it('is replaced once: no ID of this client’s will do where the second is refused, too (law 6)', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    shop.answer(() => json(400, { code: 'clock_skew' }), 'before', 9);
    const view = handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(await view).toMatchObject({ status: 'idle', problem: { code: 'expired' } });
    expect(shop.ids()).toHaveLength(2);
  });

  it('shows no ID that could not be stored, and goes out under it when it is (law 2)', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    const shown = new Set<string>();
    handle.subscribe(() => {
      const view = handle.getView();
      if ('requestId' in view) shown.add(view.requestId);
    });
    shop.answer(() => json(400, { code: 'clock_skew' }));
    shop.world.server.failNext({ answer: 500 });
    const view = handle.run(cart);
    await shop.world.clock.settle();
    const [first] = shop.ids();
    expect([...shown]).toEqual([first]);
    shop.world.disk.failNext('open', 1);
    await shop.world.clock.advance(510);
    expect(handle.getView()).toMatchObject({ requestId: first, locked: true, durability: 'memory' });
    await shop.world.clock.advance(60_000);
    expect(await view).toMatchObject({ status: 'done', durability: 'disk' });
    expect([...shown]).toEqual(shop.ids());
    expect(shop.charges).toHaveLength(1);
  });

  it('is flushed before it goes out: after a power cut it is not replaced once more (law 2)', async () => {
    const shop = createShop([pay]);
    const { handle, tab } = await shop.enter(pay, { name: 'a' });
    const { clock, disk, server } = shop.world;
    // What a power cut leaves: everything up to the last transaction that was flushed.
    let safe = disk.snapshot();
    const { transact } = tab.ports.store;
    tab.ports.store.transact = async (mode, work) => {
      const result = await transact(mode, work);
      if (mode === 'strict') safe = disk.snapshot();
      return result;
    };
    const refuse = () => shop.answer(() => json(400, { code: 'clock_skew', serverTime: clock.now() }));
    refuse();
    // The new ID is paid, and the power goes before anybody hears of it.
    server.failNext({}, 1);
    server.failNext({ answer: 'hang' }, 1);
    void handle.run(cart);
    await clock.advance(100);
    expect(shop.charges).toHaveLength(1);
    tab.close();
    disk.clear();
    for (const [key, value] of safe) disk.write(key, value);
    await clock.advance(5000);
    refuse();
    const again = await visit(shop.world.tab('a'), [pay], pay, null, 'c1', shop.world);
    await clock.advance(10_000);
    expect(shop.charges).toHaveLength(1);
    expect(again.handle.getView()).toMatchObject({ requestId: shop.charges[0]?.requestId });
  });

  it('ends the action where that generator gives one which is in use: its slot is not held by it (law 8)', async () => {
    const own = definePay({ requestId: (at) => `pay-${at}` });
    const shop = createShop([own]);
    const { client, handle } = await shop.enter(own, { name: 'a', subject: 'c1' });
    const other = client.handle(own, 'c2');
    const said: unknown[] = [];
    client.subscribe((event) => said.push(event));
    for (const one of [handle, other]) {
      shop.answer(() => json(400, { code: 'clock_skew', serverTime: day }));
      void one.run(cart);
      await shop.world.clock.advance(2000);
    }
    expect(handle.getView()).toMatchObject({ status: 'done', requestId: `pay-${day}` });
    expect(other.getView()).toMatchObject({ status: 'idle', problem: { code: 'expired' } });
    expect(said).not.toContainEqual(expect.objectContaining({ code: 'storage_unwritable' }));
    void other.run(cart);
    await shop.world.clock.advance(2000);
    expect(other.getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(2);
  });

  it('ends the action where the app’s own generator gives no second one: nothing happened (law 8)', async () => {
    let given = 0;
    const own = definePay({
      requestId: () => {
        given++;
        if (given > 1) throw new Error('No more.');
        return 'one';
      },
    });
    const shop = createShop([own]);
    const { handle } = await shop.enter(own, { name: 'a' });
    shop.answer(() => json(400, { code: 'clock_skew' }));
    const view = handle.run(cart);
    await shop.world.clock.settle();
    expect(await view).toMatchObject({ status: 'idle', problem: { code: 'expired' } });
    expect(shop.ids()).toEqual(['one']);
  });

  it('is the answer of its user where a guest signs in, although the ID before it sorts after it (law 1)', async () => {
    const shop = createShop([pay]);
    const { client, handle } = await shop.enter(pay, { name: 'a' });
    const hourAgo = shop.world.clock.now() - 3_600_000;
    shop.answer(() => json(400, { code: 'clock_skew', serverTime: hourAgo }));
    void handle.run(cart);
    await shop.world.clock.settle();
    const ids = shop.ids();
    expect(ids.toSorted()).toEqual(ids.toReversed());
    client.setScope('ann');
    await shop.world.clock.advance(1000);
    void handle.run(cart);
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'done', requestId: ids[1] });
    expect(shop.charges).toHaveLength(1);
  });
});
