import { expect, it } from 'vitest';
import { createShop, definePay, visit } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };

it('run() does not reject where this deploy does not know the action that holds the slot', async () => {
  const pay = definePay({ retry: [] });
  const shop = createShop([pay]);
  shop.answer(() => new Response(null, { status: 503 }), 'before', 9);
  const { handle, tab } = await shop.enter(pay);
  void handle.run(cart);
  await shop.world.clock.advance(60_000);
  expect(handle.getView()).toMatchObject({ status: 'check' });
  const other = definePay({ name: 'other' });
  const next = await visit(tab.reload(), [other], other, null, 'c1', shop.world);
  const [open] = next.client.getOpen();
  expect(open?.getView()).toMatchObject({ status: 'check', reason: 'quarantined' });
  expect(await open?.run(cart)).toMatchObject({ status: 'check', reason: 'quarantined' });
});

it('nobody is told that an action is done which only a newer deploy knows: `handle` would throw where they show it', async () => {
  const pay = definePay();
  const fresh = definePay({ name: 'fresh' });
  const shop = createShop([pay]);
  const old = await shop.enter(pay, { name: 'a' });
  const now = await visit(shop.world.tab('b'), [pay, fresh], fresh, null, 'c1', shop.world);
  const heard: string[] = [];
  old.client.onDone(({ action }) => heard.push(action.name));
  void now.handle.run(cart);
  await shop.world.clock.advance(5000);
  expect(now.handle.getView()).toMatchObject({ status: 'done' });
  void now.client.run(pay, cart, { subject: 'c1' });
  await shop.world.clock.advance(5000);
  expect(heard).toEqual(['pay']);
});
