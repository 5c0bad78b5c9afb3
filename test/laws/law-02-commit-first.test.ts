import { describe, expect, it } from 'vitest';
import type { ActionRecord } from '../../src/core/record.ts';
import { createShop, definePay, visit } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();

describe('law 2: commit before byte one', () => {
  it('has ID, frozen request and "attempt 1 started" on the disk when the first byte leaves', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    let row: ActionRecord | undefined;
    shop.world.server.fault = () => {
      row = shop.openRow();
      return undefined;
    };
    void handle.run(cart);
    await shop.world.clock.settle();
    expect(row).toMatchObject({
      requestId: shop.ids()[0],
      input: cart,
      status: 'pending',
      attempts: [{ number: 1 }],
    });
  });

  it.each(['open', 'write', 'commit'] as const)(
    'sends nothing where the record cannot be stored (%s)',
    async (fault) => {
      const shop = createShop([pay]);
      const { handle } = await shop.enter(pay);
      shop.world.disk.failNext(fault);
      const view = handle.run(cart);
      await shop.world.clock.advance(5000);
      expect(await view).toMatchObject({
        status: 'idle',
        problem: { code: 'storage_unwritable' },
        locked: false,
      });
      expect(shop.ids()).toEqual([]);
      const second = handle.run(cart);
      await shop.world.clock.settle();
      expect(await second).toMatchObject({ status: 'done' });
      expect(shop.charges).toHaveLength(1);
    },
  );

  it('does not send a second attempt whose start cannot be written', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    shop.world.server.failNext({ answer: 'drop' });
    const view = handle.run(cart);
    await shop.world.clock.settle();
    shop.world.disk.failNext('write', 20);
    await shop.world.clock.advance(35_000);
    expect(shop.ids()).toHaveLength(1);
    expect(await view).toMatchObject({ status: 'check', locked: false });
  });

  it('shows an outcome that cannot be written, keeps it in memory, and writes it again', async () => {
    const shop = createShop([pay]);
    const { handle, tab } = await shop.enter(pay);
    shop.world.server.failNext({ answer: 1000 });
    const view = handle.run(cart);
    await shop.world.clock.settle();
    shop.world.disk.failNext('commit', 1);
    await shop.world.clock.advance(1000);
    expect(await view).toMatchObject({ status: 'done', durability: 'memory', data: { id: 'r1' } });
    expect(shop.openRow()).toMatchObject({ status: 'pending' });
    await shop.world.clock.advance(5000);
    expect(shop.openRow()).toBeUndefined();
    expect(handle.getView()).toMatchObject({ status: 'done', durability: 'disk' });
    const again = await visit(tab.reload(), [pay], pay, null, 'c1', shop.world);
    expect(again.handle.getView()).toMatchObject({ status: 'done' });
  });

  it('goes on with a record that reached the disk although its write was reported as failed', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    shop.world.disk.failNext('report');
    const view = handle.run(cart);
    await shop.world.clock.settle();
    expect(shop.openRow()).toMatchObject({ attempts: [{ number: 1, outcome: 'unreached', notRun: true }] });
    await shop.world.clock.advance(1000);
    expect(await view).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
    expect(new Set(shop.ids()).size).toBe(1);
  });

  it('delivers once, also where the delivery could not be written at first', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    const view = handle.run(cart);
    await shop.world.clock.settle();
    await view;
    shop.world.disk.failNext('commit', 2);
    const deliveries = [handle.deliver()];
    await shop.world.clock.advance(60_000);
    deliveries.push(handle.deliver());
    await shop.world.clock.settle();
    expect(await Promise.all(deliveries)).toEqual([{ resumed: false }, null]);
  });

  it.each([
    ['payment', 'strict'],
    ['account', 'strict'],
    ['message', 'relaxed'],
    ['save', 'relaxed'],
  ] as const)('commits a %s with %s durability', async (kind, expected) => {
    const action = definePay({ name: kind, kind });
    const shop = createShop([action]);
    const tab = shop.world.tab('a');
    const modes: string[] = [];
    const { store } = tab.ports;
    const visitor = await visit(
      {
        ...tab,
        ports: {
          ...tab.ports,
          store: {
            ...store,
            transact(mode, work) {
              modes.push(mode);
              return store.transact(mode, work);
            },
          },
        },
      },
      [action],
      action,
      null,
      'c1',
      shop.world,
    );
    modes.length = 0;
    void visitor.handle.run(cart);
    await shop.world.clock.settle();
    expect(modes[0]).toBe(expected);
  });
});
