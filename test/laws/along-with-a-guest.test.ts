import { describe, expect, it, vi } from 'vitest';
import { checkedAfter, createShop, definePay, json, visit } from './shop.ts';

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
  expect(handle.getView()).toMatchObject({ status: 'check' });
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

describe('law 4: where the place of their user is used, and free', () => {
  /** Ann's card is declined. Her session is over, and she is a guest. */
  const declinedBefore = async (action = pay) => {
    const shop = createShop([action]);
    const { handle, client } = await shop.enter(action, { name: 'a', scope: 'ann' });
    shop.answer(() => json(402, { code: 'card' }));
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'declined' });
    client.setScope(null);
    await shop.world.clock.advance(1000);
    const signIn = async () => {
      client.setScope('ann');
      await shop.world.clock.advance(1000);
    };
    return { shop, handle, signIn };
  };

  it('what a guest may have paid is not paid once more', async () => {
    const { shop, handle, signIn } = await declinedBefore();
    shop.world.server.failNext({ answer: 'hang' });
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    await signIn();
    expect(handle.getView()).toMatchObject({ status: 'pending', requestId: shop.ids()[1] });
    void handle.run(cart);
    await shop.world.clock.advance(60_000);
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(shop.charges).toHaveLength(1);
    // What was there is still told of by its own ID.
    expect(shop.world.disk.read(['settled', 'shop', 'user:ann', shop.ids()[0] ?? ''])).toMatchObject({
      status: 'declined',
    });
  });

  it.each([true, false])(
    'what a guest has paid is not paid once more, nor hidden (once: %s)',
    async (once) => {
      const { shop, handle, signIn } = await declinedBefore(definePay({ once }));
      void handle.run(cart);
      await shop.world.clock.advance(1000);
      await signIn();
      expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
      if (once) void handle.run(cart);
      await shop.world.clock.advance(1000);
      expect(shop.charges).toHaveLength(1);
    },
  );

  it('what a guest was refused, too, stays a guest’s', async () => {
    const { shop, handle, signIn } = await declinedBefore();
    shop.answer(() => json(402, { code: 'limit' }));
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    await signIn();
    expect(handle.getView()).toMatchObject({ status: 'declined', decline: { code: 'card' } });
  });
});

it.each(['check', 'pending', 'done'])(
  'a tap of a user whose input is still checked ends with what they did as a guest meanwhile: %s',
  async (status) => {
    let checked = Promise.resolve();
    let go = () => {};
    const slow = definePay({
      input: checkedAfter<typeof cart>(() => checked),
    });
    const shop = createShop([slow]);
    const { client, handle } = await shop.enter(slow, { name: 'a', scope: 'ann' });
    const enter = async (scope: string | null) => {
      client.setScope(scope);
      await shop.world.clock.advance(100);
    };
    checked = new Promise((resolve) => {
      go = resolve;
    });
    const ended = vi.fn();
    void handle.run(cart).then(ended);
    await enter(null);
    checked = Promise.resolve();
    shop.world.server.fault = () => (status === 'check' ? { request: 'refuse' } : { answer: 3000 });
    void handle.run(cart);
    await shop.world.clock.advance(status === 'pending' ? 100 : 5000);
    expect(handle.getView()).toMatchObject({ status });
    await enter('ann');
    go();
    await shop.world.clock.advance(5000);
    const end = { status: status === 'check' ? 'check' : 'done', requestId: shop.ids()[0] };
    expect(handle.getView()).toMatchObject(end);
    // It joins what came in, and does not wait in a place that nobody sees any more.
    expect(ended.mock.calls).toMatchObject([[end]]);
    expect(new Set(shop.ids()).size).toBe(1);
  },
);
