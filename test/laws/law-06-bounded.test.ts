import { describe, expect, it } from 'vitest';
import { done, processing } from '../../src/core/answers.ts';
import { createShop, definePay, json, visit } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };
const pay = definePay();

describe('law 6: bounded', () => {
  it('stops after the attempts of the policy when the server is down for good', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    shop.world.server.failNext({ answer: 'drop' }, 100);
    const view = handle.run(cart);
    await shop.world.clock.advance(3_600_000);
    expect(await view).toMatchObject({ status: 'check', step: 'send' });
    expect(shop.ids()).toHaveLength(4);
  });

  it('gives an attempt the smaller of its timeout and what is left of the deadline', async () => {
    const slow = definePay({ deadline: 15_000 });
    const shop = createShop([slow]);
    const { handle } = await shop.enter(slow);
    shop.world.server.failNext({ answer: 'hang' }, 10);
    const view = handle.run(cart);
    await shop.world.clock.advance(15_001);
    expect(await view).toMatchObject({ status: 'check' });
    expect(shop.ids()).toHaveLength(2);
  });

  it('obeys Retry-After as a floor', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    shop.answer(() => json(503, {}, { 'Retry-After': '1' }));
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(shop.ids()).toHaveLength(1);
    await shop.world.clock.advance(500);
    expect(shop.ids()).toHaveLength(2);
  });

  it('ends the round at once where Retry-After lies past the deadline', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    shop.answer(() => json(503, {}, { 'Retry-After': '60' }));
    const view = handle.run(cart);
    await shop.world.clock.settle();
    expect(await view).toMatchObject({ status: 'check', reason: 'unanswered' });
  });

  it('polls a `processing` answer until the deadline, not until the retries are used up', async () => {
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    shop.answer(() => json(202, {}), 'before', 100);
    const view = handle.run(cart);
    await shop.world.clock.advance(10_000);
    expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'processing' });
    expect(shop.ids().length).toBeGreaterThan(4);
    await shop.world.clock.advance(25_000);
    expect(await view).toMatchObject({ status: 'check', reason: 'unanswered' });
    expect(shop.ids().length).toBeLessThan(40);
  });

  it('resumes what was under way once per page load, and continues the recorded round on takeover', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    shop.world.server.failNext({ answer: 'drop' }, 100);
    void a.handle.run(cart);
    await shop.world.clock.settle();
    const b = await shop.enter(pay, { name: 'b' });
    a.tab.close();
    await shop.world.clock.advance(60_000);
    expect(b.handle.getView()).toMatchObject({ status: 'check' });
    expect(shop.ids().length).toBeLessThanOrEqual(5);
    const before = shop.ids().length;
    const again = await visit(b.tab.reload(), [pay], pay, null, 'c1', shop.world);
    await shop.world.clock.advance(60_000);
    expect(again.handle.getView()).toMatchObject({ status: 'check' });
    expect(shop.ids().length - before).toBe(4);
    expect(new Set(shop.ids()).size).toBe(1);
  });

  it('waits out what the server asked for in its answer to a question, however often the page is reloaded', async () => {
    let asked = 0;
    const busy = definePay({
      retry: [],
      check: () => {
        asked++;
        return asked === 1 ? processing({ retryAfter: 20_000 }) : done({ id: 'r1', amount: 20 });
      },
    });
    const shop = createShop([busy]);
    const a = await shop.enter(busy, { name: 'a' });
    shop.world.server.failNext({ answer: 'drop' });
    void a.handle.run(cart);
    await shop.world.clock.advance(1000);
    void a.handle.proceed();
    await shop.world.clock.settle();
    let { tab, handle } = a;
    for (let reloads = 0; reloads < 3; reloads++) {
      await shop.world.clock.advance(1000);
      ({ tab, handle } = await visit(tab.reload(), [busy], busy, null, 'c1', shop.world));
      expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'processing' });
    }
    expect(asked).toBe(1);
    await shop.world.clock.advance(20_000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(asked).toBe(2);
    expect(shop.ids()).toHaveLength(1);
  });

  it('waits for the person outside of the deadline, and asks again when the page is looked at', async () => {
    let ready = false;
    const secure = definePay({
      send: (input, { fetch }) =>
        ready
          ? fetch('https://shop.test/pay', { method: 'POST', body: JSON.stringify(input) })
          : processing({ next: 'https://bank.test/3ds' }),
    });
    const shop = createShop([secure]);
    const { handle, tab } = await shop.enter(secure);
    const view = handle.run(cart);
    await shop.world.clock.advance(120_000);
    expect(handle.getView()).toMatchObject({
      status: 'wait',
      reason: 'person',
      next: 'https://bank.test/3ds',
      locked: false,
    });
    ready = true;
    tab.page.focus();
    await shop.world.clock.settle();
    expect(await view).toMatchObject({ status: 'done' });
  });

  it('sends nobody to an address that is not https', async () => {
    const odd = definePay({ send: () => processing({ next: 'javascript:alert(1)' }) });
    const shop = createShop([odd]);
    const { handle } = await shop.enter(odd);
    void handle.run(cart);
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'processing' });
    expect(handle.getView()).not.toHaveProperty('next');
  });

  it('tries a takeover that cannot be written a few times, and not as fast as the disk refuses it', async () => {
    const shop = createShop([pay]);
    const a = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    shop.world.server.failNext({ request: 'hang' });
    void a.handle.run(cart);
    await shop.world.clock.settle();
    a.tab.suspend();
    const { store } = b.tab.ports;
    const { transact } = store;
    let count = 0;
    store.transact = (mode, work) => {
      count++;
      return transact(mode, work);
    };
    shop.world.disk.failNext('write', 1000);
    await shop.world.clock.advance(600_000);
    expect(count).toBeLessThan(30);
    expect(b.handle.getView()).toMatchObject({ status: 'wait', reason: 'elsewhere' });
    shop.world.disk.heal();
    await a.tab.resume();
    await shop.world.clock.advance(60_000);
    expect(b.handle.getView()).toMatchObject({ status: 'check', requestId: shop.ids()[0] });
  });
});
