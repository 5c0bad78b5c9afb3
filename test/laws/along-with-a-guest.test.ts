import { expect, it, vi } from 'vitest';
import { createShop, definePay, visit } from './shop.ts';

// A guest signs in, and what is theirs comes along.

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();

it('law 8: what comes along from a guest scope that was never read here is not locked for good', async () => {
  const shop = createShop([pay]);
  const guest = await shop.enter(pay, { name: 'a' });
  shop.world.server.failNext({ answer: 'drop' }, 4);
  void guest.handle.run(cart);
  await shop.world.clock.advance(31_000);
  expect(guest.handle.getView()).toMatchObject({ status: 'check' });
  // Signed in by a redirect: the next page load begins as ann. Her session flickers.
  const { client, handle } = await visit(guest.tab.reload(), [pay], pay, 'ann', 'c1', shop.world);
  await shop.world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'idle' });
  client.setScope(null);
  client.setScope('ann');
  await shop.world.clock.advance(1000);
  const ended = vi.fn();
  void handle.run(cart).then(ended);
  await shop.world.clock.advance(600_000);
  expect.soft(handle.getView()).toMatchObject({ locked: false });
  expect(ended).toHaveBeenCalled();
});

it('a guest who signs in hears how what they have paid ended, although another row could not be read at that moment', async () => {
  const shop = createShop([pay]);
  const { client, tab } = await shop.enter(pay, { name: 'a' });
  shop.world.server.failNext({ answer: 2000 }, 2);
  const one = client.run(pay, cart, { subject: 'c1' });
  const two = client.run(pay, cart, { subject: 'c2' });
  await shop.world.clock.settle();
  const { transact } = tab.ports.store;
  let failed = 0;
  tab.ports.store.transact = (mode, work) =>
    mode === 'read' && failed++ === 0
      ? Promise.reject(new DOMException('', 'UnknownError'))
      : transact(mode, work);
  client.setScope('ann');
  await shop.world.clock.advance(60_000);
  expect(shop.charges).toHaveLength(2);
  expect((await Promise.all([one, two])).map(({ status }) => status)).toEqual(['done', 'done']);
});
