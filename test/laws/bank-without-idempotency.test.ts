import { describe, expect, it } from 'vitest';
import { processing } from '../../src/core/answers.ts';
import { byBank, createShop, definePay, visit } from './shop.ts';

// A server that honours no ID may send the person to their bank all the same. To show them the way sends nothing again
// (law 12), and without it nobody could confirm what the server waits for (law 7).

const cart = { cart: 'c1', amount: 20 };
const send = definePay({ endpoint: 'unprotected', send: byBank });
const asking = definePay({
  endpoint: 'unprotected',
  send: byBank,
  check: (requestId, { fetch }) => fetch(`https://shop.test/pay/${requestId}`),
});

describe('an endpoint that honours no ID, and sends the person to their bank', () => {
  it('is waited for with the way there on the screen, and asked when they are back', async () => {
    const shop = createShop([asking]);
    const { handle, tab } = await shop.enter(asking, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.advance(60_000);
    expect(handle.getView()).toMatchObject({ reason: 'person', next: 'https://bank.test', locked: false });
    tab.page.focus();
    await shop.world.clock.settle();
    expect(handle.getView()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(shop.ids()).toHaveLength(1);
  });

  it('is not sent to again where there is nothing to ask, whoever looks, taps or loads the page anew', async () => {
    const shop = createShop([send]);
    const { handle, tab } = await shop.enter(send, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ reason: 'person', next: 'https://bank.test' });
    tab.page.focus();
    await shop.world.clock.advance(1000);
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'unprotected', step: 'none' });
    const again = await visit(tab.reload(), [send], send, null, 'c1', shop.world);
    await shop.world.clock.advance(60_000);
    expect(again.handle.getView()).toMatchObject({ status: 'check', reason: 'unprotected', step: 'none' });
    expect(shop.ids()).toHaveLength(1);
  });

  it('leaves the way there on the screen for who only looks away before they go, and cannot be asked about', async () => {
    const shop = createShop([send]);
    const { handle, tab } = await shop.enter(send, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    tab.page.focus();
    await shop.world.clock.advance(60_000);
    expect(handle.getView()).toMatchObject({ reason: 'person', next: 'https://bank.test' });
    await shop.world.clock.advance(300_000);
    expect(handle.getView()).toMatchObject({ status: 'check', step: 'none' });
    expect(shop.ids()).toHaveLength(1);
  });

  it('waits for nobody where the server only says that it is at work', async () => {
    const busy = definePay({ endpoint: 'unprotected', send: () => processing() });
    const shop = createShop([busy]);
    const { handle } = await shop.enter(busy, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'unprotected' });
  });
});
