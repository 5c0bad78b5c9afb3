import { describe, expect, it } from 'vitest';
import type { Send } from '../../src/core/post.ts';
import { createShop, definePay, json, type Shop } from './shop.ts';

// What `send` and `check` still call when their answer is there, or their time is over.

const cart = { cart: 'c1', amount: 20 };
type Pay = Send<typeof cart>;
const body = JSON.stringify(cart);
const pass = (shop: Shop, ms: number) =>
  new Promise<void>((resolve) => void shop.world.clock.after(ms, resolve));

describe('the lock of an ID (law 3)', () => {
  it('is not taken again for a call that comes when its attempt is over', async () => {
    const send: Pay = async (_input, { fetch }) => {
      await pass(shop, 8000);
      return fetch('https://shop.test/pay', { method: 'POST', body });
    };
    const pay = definePay({ timeout: 2000, deadline: 2500, retry: [], send });
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    void handle.run(cart);
    await shop.world.clock.advance(6000);
    const view = handle.getView();
    expect(view).toMatchObject({ status: 'check' });
    await shop.world.clock.advance(60_000);
    expect(shop.ids()).toEqual([]);
    expect('requestId' in view && shop.world.locks.holder(view.requestId ?? '')).toBeUndefined();
  });

  it('is let go after two calls at once that both found it gone', async () => {
    const send: Pay = async (_input, { fetch }) => {
      await pass(shop, 1500);
      const pay = fetch('https://shop.test/pay', { method: 'POST', body });
      return (await Promise.all([pay, fetch('https://shop.test/price')]))[0];
    };
    const pay = definePay({ send });
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    const b = await shop.enter(pay, { name: 'b' });
    void handle.run(cart);
    await shop.world.clock.advance(200);
    // It gets the lock, and can claim nothing.
    const { transact } = b.tab.ports.store;
    b.tab.ports.store.transact = async (mode, work) => {
      if (mode !== 'read') throw new Error('full');
      return transact(mode, work);
    };
    shop.world.locks.drop('a');
    await shop.world.clock.advance(20_000);
    b.tab.close();
    await shop.world.clock.advance(20_000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.world.locks.holder(shop.charges[0]?.requestId ?? '')).toBeUndefined();
  });
});

it.each(['idempotent', 'unprotected'] as const)(
  'a GET that the door refuses takes nothing from the 200 before it (%s)',
  async (endpoint) => {
    const send: Pay = async (_input, { fetch }) => {
      const receipt = await (await fetch('https://shop.test/pay', { method: 'POST', body })).json();
      await pass(shop, 300);
      await fetch('https://shop.test/points').catch(() => {});
      return receipt;
    };
    const pay = definePay({ endpoint, send });
    const shop = createShop([pay]);
    const { handle, client } = await shop.enter(pay, { scope: 'ann' });
    void handle.run(cart);
    await shop.world.clock.advance(100);
    expect(shop.charges).toHaveLength(1);
    client.setScope('bob');
    await shop.world.clock.advance(5000);
    client.setScope('ann');
    await shop.world.clock.advance(5000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
  },
);

it.each([401, 402, 404, 503])(
  'a question by POST that is answered with %i does not outweigh the GET that says it is paid (law 4)',
  async (status) => {
    const pay = definePay({
      retry: [],
      check: async (requestId, { fetch }) => {
        await fetch('https://shop.test/ask', { method: 'POST', body: '{}' });
        return (await fetch(`https://shop.test/pay/${requestId}`)).json();
      },
    });
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay);
    shop.world.server.failNext({ answer: 'drop' });
    void handle.run(cart);
    await shop.world.clock.advance(100);
    shop.answer(() => json(status, { code: 'absent' }));
    await shop.world.clock.advance(20_000);
    void handle.proceed();
    await shop.world.clock.advance(20_000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
    expect(new Set(shop.ids().filter(Boolean)).size).toBe(1);
  },
);
