import { describe, expect, it } from 'vitest';
import { post } from '../../src/core/post.ts';
import { createShop, definePay } from './shop.ts';

// A tab that is left open overnight still says what was true the day before. Who looks at it again reads what is true
// now: a step that would send nothing is not offered, nor a promise made that hangs on the ID (laws 7 and 10).

const cart = { cart: 'c1', amount: 20 };
const DAY = 86_400_000;

const overnight = async (action: ReturnType<typeof definePay>) => {
  const shop = createShop([action]);
  const a = await shop.enter(action, { name: 'a' });
  const { world } = shop;
  world.server.fault = () => ({ answer: 'drop' });
  void a.handle.run(cart);
  await world.clock.advance(60_000);
  const before = a.handle.getView();
  world.server.fault = undefined;
  await world.clock.advance(DAY);
  a.tab.page.focus();
  await world.clock.settle();
  return { ...a, shop, before };
};

describe('a tab that is looked at past retention', () => {
  it('offers no step that sends nothing', async () => {
    const { handle, before } = await overnight(definePay());
    expect(before).toMatchObject({ status: 'check', step: 'send' });
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'expired', step: 'none' });
  });

  it('frees what never left: the next tap begins anew', async () => {
    let token = async (): Promise<HeadersInit> => {
      throw new Error('no token');
    };
    const pay = definePay({ send: post('https://shop.test/pay', { headers: () => token() }) });
    const { handle, before, shop } = await overnight(pay);
    expect(before).toMatchObject({ status: 'retry' });
    expect(handle.getView()).toMatchObject({ status: 'idle', problem: { code: 'expired' } });
    token = async () => ({});
    void handle.run(cart);
    await shop.world.clock.advance(1000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
  });

  it('still asks, and finds the end', async () => {
    const pay = definePay({ check: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`) });
    const { handle, shop } = await overnight(pay);
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'expired', step: 'check' });
    await handle.proceed();
    expect(handle.getView()).toMatchObject({ status: 'done' });
    expect(shop.charges).toHaveLength(1);
  });
});
