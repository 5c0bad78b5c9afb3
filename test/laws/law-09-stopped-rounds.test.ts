import { expect, it } from 'vitest';
import { createShop, definePay } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();

it('ends the round of a tab when another user signs in, also where that cannot be written (law 9)', async () => {
  const shop = createShop([pay]);
  const a = await shop.enter(pay, { name: 'a' });
  shop.world.server.failNext({ request: 'refuse' }, 9);
  void a.handle.run(cart);
  await shop.world.clock.settle();
  // Its tab hears of the other user, and cannot store that its round is over.
  const other = shop.open('b');
  shop.world.disk.failNext('write', 3);
  other.client.setScope('bob');
  await shop.world.clock.advance(60_000);
  expect(shop.ids()).toHaveLength(1);
});

it('does not put back what was purged past its retention (law 10)', async () => {
  const shop = createShop([pay]);
  const a = await shop.enter(pay, { name: 'a' });
  shop.world.server.failNext({ answer: 'hang' }, 99);
  void a.handle.run(cart);
  await shop.world.clock.advance(60_000);
  expect(a.handle.getView()).toMatchObject({ status: 'check' });
  await shop.world.clock.advance(73_000_000);
  shop.world.disk.clear();
  a.tab.page.focus();
  await shop.world.clock.settle();
  expect(shop.world.disk.snapshot()).toEqual([]);
  expect(a.handle.getView()).toMatchObject({ status: 'idle' });
});

it('ends a tap in a scope that was left before it could be read, and sends nothing there', async () => {
  const shop = createShop([pay]);
  const a = await shop.enter(pay, { name: 'a' });
  shop.world.server.failNext({ request: 'hang' }, 9);
  void a.handle.run(cart);
  await shop.world.clock.settle();
  const recover = shop.world.disk.hang();
  const b = await shop.enter(pay, { name: 'b' });
  const view = b.handle.run(cart);
  b.client.setScope('ann');
  await shop.world.clock.advance(4000);
  recover();
  await shop.world.clock.settle();
  a.tab.close();
  await shop.world.clock.advance(60_000);
  expect(await view).toMatchObject({ status: 'wait' });
  expect(shop.ids()).toHaveLength(1);
});

it('sends nothing of a tap that is found to be stored after its scope was left', async () => {
  const shop = createShop([pay]);
  const a = await shop.enter(pay, { name: 'a' });
  const b = await shop.enter(pay, { name: 'b' });
  shop.world.server.failNext({ answer: 'drop' }, 4);
  void a.handle.run(cart);
  await shop.world.clock.advance(60_000);
  const before = shop.ids().length;
  // Stored, and reported as failed; the reading after that fails, too.
  shop.world.disk.failNext('report', 2);
  void b.handle.run(cart);
  await shop.world.clock.settle();
  expect(shop.openRow()).toMatchObject({ status: 'pending', owner: 'b' });
  b.client.setScope('ann');
  await shop.world.clock.advance(60_000);
  expect(shop.openRow()).toMatchObject({ status: 'check', owner: 'b' });
  expect(shop.ids()).toHaveLength(before);
});

it('goes on for a tab that is gone, also where another user had once ended a round here', async () => {
  const shop = createShop([pay]);
  const a = await shop.enter(pay, { name: 'a' });
  shop.world.server.failNext({ answer: 'hang' });
  void a.handle.run(cart);
  await shop.world.clock.settle();
  const other = shop.open('other');
  other.client.setScope('bob');
  await shop.world.clock.advance(60_000);
  expect(a.handle.getView()).toMatchObject({ status: 'check' });
  other.client.setScope(null);
  await shop.world.clock.settle();
  const b = await shop.enter(pay, { name: 'b' });
  await shop.world.clock.advance(1000);
  const known = shop.ids().length;
  shop.world.server.failNext({ request: 'hang' });
  void b.handle.run({ ...cart, amount: 30 });
  await shop.world.clock.settle();
  expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
  b.tab.close();
  await shop.world.clock.advance(5000);
  expect(a.handle.getView()).toMatchObject({ status: 'done' });
  expect(shop.ids()).toHaveLength(known + 2);
});
