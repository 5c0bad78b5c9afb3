import { expect, it } from 'vitest';

import { createShop, definePay, json } from './shop.ts';

// A tap whose transaction took more than a second, in which this tab has changed the record itself.

const cart = { cart: 'c1', amount: 20 };

it('is sent, though a late answer was recorded in between', async () => {
  const answers: ((said: unknown) => void)[] = [];
  const pay = definePay({
    retry: [],
    timeout: 5000,
    send: () => new Promise((resolve) => answers.push(resolve)),
  });
  const shop = createShop([pay]);
  const { handle, tab } = await shop.enter(pay, { name: 'a' });
  void handle.run(cart);
  await shop.world.clock.advance(6000);
  expect(handle.getView()).toMatchObject({ status: 'check' });
  const { transact } = tab.ports.store;
  let first = true;
  // Stored at once, and heard of after 1.5 s.
  tab.ports.store.transact = async (mode, work) => {
    const slow = mode !== 'read' && first;
    if (slow) first = false;
    const result = await transact(mode, work);
    if (slow) await new Promise<void>((resolve) => void shop.world.clock.after(1500, resolve));
    return result;
  };
  void handle.run(cart);
  await shop.world.clock.advance(500);
  answers[0]?.(json(400, { detail: 'No.' }));
  await shop.world.clock.advance(2000);
  expect(answers).toHaveLength(2);
});
