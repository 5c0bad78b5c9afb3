import { describe, expect, it } from 'vitest';
import { done } from '../../src/core/answers.ts';
import type { Send } from '../../src/core/post.ts';
import { checkedAfter, createShop, definePay, type Receipt, visit } from './shop.ts';

// What was given up, and is done all the same, is listed until somebody closes it, whatever its slot holds by then.

const cart = { cart: 'c1', amount: 20 };
const late = [{ status: 'done', data: { id: 'late' } }];

/** A `send` whose first call is answered when the test says so; the server answers the ones after it. */
const answeredLate = () => {
  let calls = 0;
  let resolve = (_: unknown) => {};
  const send: Send<typeof cart> = (input, { fetch }) => {
    calls++;
    if (calls > 1) return fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(input) });
    return new Promise((settle) => {
      resolve = settle;
    });
  };
  return { send, answer: () => resolve(done<Receipt>({ id: 'late', amount: 20 })) };
};

const given = (options: { once?: boolean } = {}) => {
  const { send, answer } = answeredLate();
  const pay = definePay({ retry: [], timeout: 1000, send, ...options });
  return { pay, answer, shop: createShop([pay]) };
};

type Shown = Awaited<ReturnType<typeof visit>>;
const listed = ({ client }: Pick<Shown, 'client'>) => client.getOpen().map((one) => one.getView());

it.each(['dismiss', 'deliver'] as const)(
  'law 3: it stays what it is, and sends nothing, where its %s takes long to be stored',
  async (verb) => {
    const { pay, shop, answer } = given();
    const page = await shop.enter(pay, { name: 'a' });
    void page.handle.run(cart);
    await shop.world.clock.advance(2000);
    void page.handle.abandon({ understood: true });
    await shop.world.clock.advance(1000);
    shop.world.server.failNext({ request: 'hang' });
    void page.handle.run(cart);
    await shop.world.clock.advance(100);
    answer();
    await shop.world.clock.settle();
    expect(listed(page)).toMatchObject([{ status: 'pending' }, ...late]);
    const heal = shop.world.disk.hang();
    const [, one] = page.client.getOpen();
    void one?.[verb]();
    await shop.world.clock.advance(1100);
    heal();
    await shop.world.clock.settle();
    expect(one?.getView()).toMatchObject(verb === 'dismiss' ? { status: 'idle' } : (late[0] ?? {}));
    expect(page.client.getOpen()).toHaveLength(verb === 'dismiss' ? 1 : 2);
  },
);

describe('law 8: it is listed', () => {
  it.each([true, false])(
    'where a guest has signed in and paid once more since (as they tapped: %s)',
    async (tapping) => {
      let checked = Promise.resolve();
      let go = () => {};
      const { send, answer } = answeredLate();
      const pay = definePay({
        retry: [],
        timeout: 1000,
        send,
        input: checkedAfter<typeof cart>(() => checked),
      });
      const shop = createShop([pay]);
      const page = await shop.enter(pay, { name: 'a' });
      void page.handle.run(cart);
      await shop.world.clock.advance(2000);
      void page.handle.abandon({ understood: true });
      await shop.world.clock.advance(1000);
      if (tapping) {
        checked = new Promise((resolve) => {
          go = resolve;
        });
        void page.handle.run(cart);
      }
      page.client.setScope('ann');
      await shop.world.clock.advance(1000);
      checked = Promise.resolve();
      go();
      await shop.world.clock.advance(1000);
      void page.handle.run(cart);
      await shop.world.clock.advance(1000);
      expect(page.handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
      const told: unknown[] = [];
      page.client.onDone(({ data }) => told.push(data));
      answer();
      await shop.world.clock.advance(5000);
      expect(listed(page)).toMatchObject(late);
      expect(told).toMatchObject([{ id: 'late' }]);
      page.client.setScope(null);
      await shop.world.clock.advance(1000);
      expect(listed(page)).toEqual([]);
    },
  );

  it('where what its user has begun as a guest since has come into its slot', async () => {
    const { pay, shop, answer } = given();
    const page = await shop.enter(pay, { name: 'a', scope: 'ann' });
    void page.handle.run(cart);
    await shop.world.clock.advance(2000);
    void page.handle.abandon({ understood: true });
    await shop.world.clock.advance(1000);
    page.client.setScope(null);
    await shop.world.clock.advance(1000);
    shop.world.server.failNext({ request: 'hang' });
    void page.handle.run(cart);
    await shop.world.clock.advance(2000);
    page.client.setScope('ann');
    await shop.world.clock.advance(1000);
    answer();
    await shop.world.clock.advance(1000);
    expect(listed(page)).toMatchObject([{ status: 'check' }, ...late]);
  });

  it.each([false, true])(
    'where its tab hears only later what another one has done since (heard before: %s)',
    async (heard) => {
      const { pay, shop, answer } = given();
      const usual = definePay();
      const a = await shop.enter(pay, { name: 'a', scope: 'ann' });
      const b = await visit(shop.world.tab('b'), [usual], usual, 'ann', 'c1', shop.world);
      void a.handle.run(cart);
      await shop.world.clock.advance(3000);
      // Messages are hints, and may be lost.
      if (!heard) b.tab.ports.channel.post = () => {};
      void b.handle.abandon({ understood: true });
      await shop.world.clock.advance(1000);
      void b.handle.run(cart);
      await shop.world.clock.advance(1000);
      answer();
      await shop.world.clock.advance(1000);
      expect(listed(a)).toMatchObject(late);
      a.tab.page.focus();
      await shop.world.clock.advance(1000);
      expect(a.handle.getView()).toMatchObject({ data: { id: 'r1' } });
      expect(listed(a)).toMatchObject(late);
      await a.client.getOpen()[0]?.dismiss();
      expect(listed(a)).toEqual([]);
    },
  );

  it('where its own page has put another one into its slot, until it is closed', async () => {
    const { pay, shop, answer } = given({ once: false });
    const page = await shop.enter(pay, { name: 'a' });
    const told: unknown[] = [];
    page.client.onDone(({ data }) => told.push(data));
    void page.handle.run(cart);
    await shop.world.clock.advance(2000);
    void page.handle.abandon({ understood: true });
    await shop.world.clock.advance(1000);
    answer();
    await shop.world.clock.advance(1000);
    expect(listed(page)).toMatchObject(late);
    void page.handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(page.handle.getView()).toMatchObject({ data: { id: 'r1' } });
    expect(listed(page)).toMatchObject(late);
    await page.client.getOpen()[0]?.dismiss();
    expect(listed(page)).toEqual([]);
    expect(told).toMatchObject([{ id: 'late' }, { id: 'r1' }]);
  });

  it('but not once more where another tab has closed it', async () => {
    const { pay, shop, answer } = given({ once: false });
    const usual = definePay({ once: false });
    const a = await shop.enter(pay, { name: 'a', scope: 'ann' });
    const b = await visit(shop.world.tab('b'), [usual], usual, 'ann', 'c1', shop.world);
    void a.handle.run(cart);
    await shop.world.clock.advance(2000);
    void a.handle.abandon({ understood: true });
    await shop.world.clock.advance(1000);
    answer();
    await shop.world.clock.advance(1000);
    expect(listed(a)).toMatchObject(late);
    b.tab.ports.channel.post = () => {};
    void b.handle.dismiss();
    await shop.world.clock.advance(1000);
    void b.handle.run(cart);
    await shop.world.clock.advance(1000);
    const lists: number[] = [];
    a.client.subscribeOpen(() => lists.push(a.client.getOpen().length));
    a.tab.page.focus();
    await shop.world.clock.advance(1000);
    expect(a.handle.getView()).toMatchObject({ data: { id: 'r1' } });
    expect(lists).toEqual([0]);
  });
});
