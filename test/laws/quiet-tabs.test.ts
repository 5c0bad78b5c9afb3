import { describe, expect, it } from 'vitest';
import { createShop, definePay, json } from './shop.ts';

// A tab that is still in the scope of one user, while another tab is in that of another: they share their cookies.

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();

describe('beside the tab of another user', () => {
  it('a round ends at once, however long it would have waited', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a', scope: 'ann' });
    shop.answer(() => json(503, {}, { 'Retry-After': '20' }));
    void a.handle.run(cart);
    await shop.world.clock.settle();
    expect(a.handle.getView()).toMatchObject({ status: 'wait', reason: 'backoff' });
    await shop.enter(pay, { name: 'b', scope: 'bob' });
    expect(a.handle.getView()).toMatchObject({ status: 'check', locked: false });
  });

  it('what was cut off as the page went away ends when its time is over, and is not sent again', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a', scope: 'ann' });
    shop.world.server.failNext({ request: 2000, answer: 'drop' });
    const view = a.handle.run(cart);
    await shop.world.clock.settle();
    await shop.enter(pay, { name: 'b', scope: 'bob' });
    a.tab.page.leave();
    await shop.world.clock.advance(2000);
    expect(a.handle.getView()).toMatchObject({ status: 'pending' });
    await shop.world.clock.advance(10_000);
    expect(a.handle.getView()).toMatchObject({ status: 'check', reason: 'unanswered' });
    await shop.world.clock.advance(60_000);
    expect(await view).toMatchObject({ status: 'check' });
    expect(shop.ids()).toHaveLength(1);
  });

  it('nothing is taken over from a sender that is stopped, also where that its round is over could not be written', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a', scope: 'ann' });
    const b = await shop.enter(pay, { name: 'b', scope: 'ann' });
    shop.world.server.failNext({ request: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.suspend();
    const other = shop.open('c');
    shop.world.disk.failNext('write', 1);
    other.client.setScope('bob');
    await shop.world.clock.advance(60_000);
    expect(shop.world.disk.read(['open', 'shop', 'user:ann', 'pay', 'c1'])).toMatchObject({ owner: 'a' });
    expect(b.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
  });
});
