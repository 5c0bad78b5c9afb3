import { expect, it } from 'vitest';
import { unreached } from '../../src/core/answers.ts';
import type { Transaction } from '../../src/core/ports.ts';
import { createShop, definePay, visit } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };

it('law 9: what could not be read at news is not read on once another user is here', async () => {
  const never = definePay({ send: () => unreached(), retry: [] });
  const shop = createShop([never]);
  const a = await shop.enter(never, { name: 'a', scope: 'ann' });
  void a.handle.run(cart);
  await shop.world.clock.advance(1000);
  expect(a.handle.getView()).toMatchObject({ status: 'retry' });
  const b = await visit(shop.world.tab('b'), [never], never, 'ann', 'c1', shop.world);
  const { transact } = a.tab.ports.store;
  let fails = true;
  const read: string[] = [];
  a.tab.ports.store.transact = (mode, work) => {
    if (fails) return Promise.reject(new DOMException('', 'UnknownError'));
    return transact(mode, (tx: Transaction) =>
      work({
        ...tx,
        get(key) {
          read.push(JSON.stringify(key));
          return tx.get(key);
        },
      }),
    );
  };
  void b.handle.run(cart);
  await shop.world.clock.advance(500);
  a.client.setScope('bob');
  await shop.world.clock.settle();
  fails = false;
  await shop.world.clock.advance(60_000);
  expect(read.filter((key) => key.includes('ann'))).toEqual([]);
});
