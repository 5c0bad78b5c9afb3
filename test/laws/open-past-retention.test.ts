import { describe, expect, it } from 'vitest';
import { post } from '../../src/core/post.ts';
import { createShop, definePay } from './shop.ts';

// A tab that is left open overnight still says what was true the day before. Who looks at it again reads what is true
// now: a step that would send nothing is not offered, nor a promise made that hangs on the ID (laws 7 and 10).

const cart = { cart: 'c1', amount: 20 };
const DAY = 86_400_000;

const overnight = async (action: ReturnType<typeof definePay>, lost: 'answer' | 'call') => {
  const shop = createShop([action]);
  const a = await shop.enter(action, { name: 'a' });
  const { world } = shop;
  if (lost === 'answer') world.server.failNext({ answer: 'drop' }, 4);
  void a.handle.run(cart);
  await world.clock.advance(60_000);
  const before = a.handle.getView();
  await world.clock.advance(DAY);
  a.tab.page.focus();
  await world.clock.settle();
  return { ...a, shop, before };
};

describe('a tab that is looked at past retention', () => {
  it('offers no step that sends nothing', async () => {
    const { handle, before } = await overnight(definePay(), 'answer');
    expect(before).toMatchObject({ status: 'check', step: 'send' });
    expect(handle.getView()).toMatchObject({ status: 'check', reason: 'expired', step: 'none' });
  });

  it('frees what never left: the next tap begins anew', async () => {
    const pay = definePay({
      send: post('https://shop.test/pay', { headers: () => Promise.reject(new Error('no token')) }),
    });
    const { handle, before } = await overnight(pay, 'call');
    expect(before).toMatchObject({ status: 'retry' });
    expect(handle.getView()).toMatchObject({ status: 'idle', problem: { code: 'expired' } });
  });
});
