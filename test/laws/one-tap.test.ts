import { describe, expect, it } from 'vitest';
import { createShop, definePay } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };

const pay = definePay();

const ready = async () => {
  const shop = createShop([pay]);
  const { tab, client } = shop.open('a');
  client.setScope(null);
  const payment = client.handle(pay, 'c1');
  payment.subscribe(() => {});
  await shop.world.clock.settle();
  return { ...shop, tab, client, payment };
};

describe('one tap', () => {
  it('makes one charge and ends on the receipt', async () => {
    const { payment, charges, world } = await ready();
    expect(payment.getView()).toMatchObject({ status: 'idle', locked: false });
    const view = payment.run(cart);
    expect(payment.getView()).toMatchObject({ status: 'wait', reason: 'starting', locked: true });
    await world.clock.settle();
    expect(await view).toMatchObject({ status: 'done', data: { id: 'r1', amount: 20 } });
    expect(charges).toHaveLength(1);
  });

  it('makes one charge for two taps in one task (law 1)', async () => {
    const { payment, charges, world } = await ready();
    const views = [payment.run(cart), payment.run(cart)];
    await world.clock.settle();
    expect(await Promise.all(views)).toMatchObject([{ status: 'done' }, { status: 'done' }]);
    expect(charges).toHaveLength(1);
  });

  it('sends the same ID again when the answer was lost', async () => {
    const { payment, charges, world, ids } = await ready();
    world.server.failNext({ answer: 'drop' });
    const view = payment.run(cart);
    await world.clock.settle();
    expect(payment.getView()).toMatchObject({ status: 'wait', reason: 'backoff' });
    await world.clock.advance(500);
    expect(await view).toMatchObject({ status: 'done' });
    expect(new Set(ids()).size).toBe(1);
    expect(ids()).toHaveLength(2);
    expect(charges).toHaveLength(1);
  });
});
