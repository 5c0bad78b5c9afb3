import { describe, expect, it } from 'vitest';
import { createShop, definePay, type Shop, type Visit, visit } from './shop.ts';

// What is done is shown to a person, and told to the app, once (`deliver`). Who shows it may not be who is told.

const pay = definePay();
const cart = { cart: 'c1', amount: 20 };

async function paid(shop = createShop([pay])): Promise<Visit & { shop: Shop }> {
  const here = await shop.enter(pay, { scope: 'ann' });
  void here.handle.run(cart);
  await shop.world.clock.settle();
  expect(here.handle.getView()).toMatchObject({ status: 'done' });
  return { ...here, shop };
}
const reload = (shop: Shop, { tab }: Visit) => visit(tab.reload(), [pay], pay, 'ann', 'c1', shop.world);

describe('what was shown, and told to nobody', () => {
  it('is no news for the next page load, unless somebody is told of it there', async () => {
    const { shop, ...first } = await paid();
    expect(await first.handle.deliver(undefined, false)).toBeNull();
    const second = await reload(shop, first);
    expect(second.handle.getView()).toMatchObject({ status: 'idle' });
    // Who only shows it does not bring it back.
    expect(await second.handle.deliver(undefined, false)).toBeNull();
    expect(second.handle.getView()).toMatchObject({ status: 'idle' });
    // First it shows again.
    expect(await second.handle.deliver()).toBeNull();
    expect(second.handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(await second.handle.deliver()).toEqual({ resumed: true });
    const third = await reload(shop, second);
    expect(await third.handle.deliver()).toBeNull();
    expect(third.handle.getView()).toMatchObject({ status: 'idle' });
  });

  it('is told once, whatever is shown beside it', async () => {
    const { handle } = await paid();
    const all = [false, true, false, true].map((told) => handle.deliver(undefined, told));
    expect(await Promise.all(all)).toEqual([null, { resumed: false }, null, null]);
    expect(await handle.deliver()).toBeNull();
  });

  it('is told to nobody any more once the person has closed it', async () => {
    const { shop, ...first } = await paid();
    await first.handle.deliver(undefined, false);
    await first.handle.dismiss();
    expect(await first.handle.deliver()).toBeNull();
    const second = await reload(shop, first);
    expect(await second.handle.deliver()).toBeNull();
    expect(second.handle.getView()).toMatchObject({ status: 'idle' });
  });
});

describe('a delivery', () => {
  it('marks nothing where the slot shows something else by now', async () => {
    const often = definePay({ once: false });
    const shop = createShop([often]);
    const { handle } = await shop.enter(often);
    void handle.run(cart);
    await shop.world.clock.settle();
    const seen = handle.getView();
    await shop.world.clock.advance(1000);
    void handle.run({ ...cart, amount: 30 });
    await shop.world.clock.settle();
    const view = handle.getView();
    expect([seen, view]).toMatchObject([{ data: { id: 'r1' } }, { data: { id: 'r2' } }]);
    expect(await handle.deliver(seen)).toBeNull();
    expect(await handle.deliver(view)).toEqual({ resumed: false });
  });

  it("is of the user who saw it, though an own generator gave both users' actions one ID (law 9)", async () => {
    const own = definePay({ requestId: () => 'the-same' });
    const shop = createShop([own]);
    const { handle, client } = await shop.enter(own, { scope: 'ann' });
    void handle.run(cart);
    await shop.world.clock.settle();
    const anns = handle.getView();
    client.setScope('bob');
    await shop.world.clock.settle();
    void handle.run(cart);
    await shop.world.clock.settle();
    const bobs = handle.getView();
    expect([anns, bobs]).toMatchObject([{ requestId: 'the-same' }, { requestId: 'the-same' }]);
    expect(await handle.deliver(anns)).toBeNull();
    expect(await handle.deliver(bobs)).toEqual({ resumed: false });
  });

  it('that was written after its user had gone is told when they are back, once (law 9)', async () => {
    const { shop, handle, client, tab } = await paid();
    const { transact } = tab.ports.store;
    let write = () => {};
    tab.ports.store.transact = async (mode, work) => {
      if (mode === 'relaxed')
        await new Promise<void>((resolve) => {
          write = resolve;
        });
      return transact(mode, work);
    };
    const delivery = handle.deliver();
    client.setScope('bob');
    await shop.world.clock.settle();
    write();
    expect(await delivery).toBeNull();
    expect(await handle.deliver()).toBeNull();
    tab.ports.store.transact = transact;
    client.setScope('ann');
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(await handle.deliver(undefined, false)).toBeNull();
    expect(await handle.deliver()).toEqual({ resumed: false });
    expect(await handle.deliver()).toBeNull();
  });

  it('is of what shows: what was given up is delivered to nobody', async () => {
    const shop = createShop([pay]);
    shop.answer(() => new Response(null, { status: 503 }), 'before', 9);
    const { handle } = await shop.enter(pay, { scope: 'ann' });
    void handle.run(cart);
    await shop.world.clock.advance(60_000);
    await handle.abandon({ understood: true });
    const rows = shop.world.disk.snapshot();
    expect(await handle.deliver(handle.getView())).toBeNull();
    expect(shop.world.disk.snapshot()).toEqual(rows);
  });
});
