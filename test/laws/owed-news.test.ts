import { expect, it } from 'vitest';
import { declined, done } from '../../src/core/answers.ts';
import { createShop, definePay, visit } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };

it('what is owed of a decline is not told in place of the late done that came after it: once, not twice', async () => {
  let answer = (_: unknown) => {};
  const pay = definePay({
    timeout: 1000,
    retry: [500],
    send: (_input, { attempt }) =>
      attempt === 1
        ? new Promise((resolve) => {
            answer = resolve;
          })
        : declined({ code: 'card', change: 'payment' }),
  });
  const shop = createShop([pay]);
  const { handle, client, tab } = await shop.enter(pay, { scope: 'ann' });
  void handle.run(cart);
  await shop.world.clock.advance(5000);
  expect(handle.getView()).toMatchObject({ status: 'declined' });
  const { transact } = tab.ports.store;
  let write = () => {};
  tab.ports.store.transact = async (mode, work) => {
    if (mode === 'relaxed')
      await new Promise<void>((resolve) => {
        write = resolve;
      });
    return transact(mode, work);
  };
  // The hook shows the decline, and its user goes as that is written.
  const delivery = handle.deliver(handle.getView());
  client.setScope('bob');
  await shop.world.clock.settle();
  write();
  expect(await delivery).toBeNull();
  tab.ports.store.transact = transact;
  // The first attempt went through all the same.
  answer(done({ id: 'r1', amount: 20 }));
  await shop.world.clock.settle();
  client.setScope('ann');
  await shop.world.clock.settle();
  expect(handle.getView()).toMatchObject({ status: 'done' });
  const told = [await handle.deliver(handle.getView())];
  told.push(await handle.deliver(handle.getView()));
  const next = await visit(tab.reload(), [pay], pay, 'ann', 'c1', shop.world);
  told.push(await next.handle.deliver(next.handle.getView()));
  expect(told.filter(Boolean)).toHaveLength(1);
});

it('what is owed of one action is not told in place of the next one, which another tab has told', async () => {
  const pay = definePay({ once: false });
  const shop = createShop([pay]);
  const { handle, client, tab } = await shop.enter(pay, { scope: 'ann' });
  const other = await shop.enter(pay, { scope: 'ann', name: 'B' });
  await handle.run(cart);
  const { transact } = tab.ports.store;
  let write = () => {};
  tab.ports.store.transact = async (mode, work) => {
    tab.ports.store.transact = transact;
    await new Promise<void>((resolve) => {
      write = resolve;
    });
    return transact(mode, work);
  };
  // The hook shows it, and the next one is tapped, and its user goes, as that is written.
  const delivery = handle.deliver(handle.getView());
  await shop.world.clock.settle();
  await shop.world.clock.advance(60_000);
  await handle.run({ ...cart, amount: 30 });
  const second = handle.getView();
  client.setScope(undefined);
  await shop.world.clock.settle();
  write();
  expect(await delivery).toBeNull();
  const told = [await other.handle.deliver(other.handle.getView())];
  client.setScope('ann');
  await shop.world.clock.settle();
  expect(handle.getView()).toMatchObject({
    status: 'done',
    requestId: (second as { requestId: string }).requestId,
  });
  told.push(await handle.deliver(handle.getView()));
  expect(told.filter(Boolean)).toHaveLength(1);
});
