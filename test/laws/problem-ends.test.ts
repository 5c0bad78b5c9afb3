import { expect, it } from 'vitest';
import { done } from '../../src/core/answers.ts';
import { createShop, definePay, json } from './shop.ts';

// What a tap could not store is said until the action that is there comes to its end.

const cart = { cart: 'c1', amount: 20 };

it('law 7: "nothing was sent" is not said of what is done, because giving it up could not be stored before', async () => {
  const save = definePay({ kind: 'save' });
  const shop = createShop([save]);
  const { handle } = await shop.enter(save, { name: 'a' });
  shop.answer(() => json(503, {}, { 'Retry-After': '2' }));
  const view = handle.run(cart);
  await shop.world.clock.advance(500);
  expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'backoff' });
  shop.world.disk.failNext('open');
  void handle.abandon({ understood: true });
  await shop.world.clock.advance(10_000);
  expect(shop.charges).toHaveLength(1);
  expect(await view).toMatchObject({ status: 'done' });
});

it('nor of a payment that is declined', async () => {
  const pay = definePay();
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  shop.answer(() => json(503, {}, { 'Retry-After': '2' }));
  shop.answer(() => json(402, { code: 'card', detail: 'No money.' }));
  const view = handle.run(cart);
  await shop.world.clock.advance(500);
  shop.world.disk.failNext('open');
  void handle.abandon({ understood: true });
  await shop.world.clock.advance(10_000);
  expect(await view).toMatchObject({ status: 'declined' });
});

it('nor because a tap on its next step could not be stored, before its late answer came', async () => {
  let answer = (_: unknown) => {};
  const message = definePay({
    kind: 'message',
    retry: [],
    timeout: 1000,
    send: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  });
  const shop = createShop([message]);
  const { handle } = await shop.enter(message, { name: 'a' });
  void handle.run(cart);
  await shop.world.clock.advance(2000);
  expect(handle.getView()).toMatchObject({ status: 'check' });
  shop.world.disk.failNext('write');
  void handle.run(cart);
  await shop.world.clock.advance(1000);
  answer(done({ id: 'r1', amount: 20 }));
  await shop.world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'done' });
});

it('law 7: "nothing was sent" is not said of what is done, because it could not be read for a moment while it was sent', async () => {
  const save = definePay({ kind: 'save' });
  const shop = createShop([save]);
  const { handle, client } = await shop.enter(save, { name: 'a', scope: 'ann' });
  shop.world.server.failNext({ answer: 2000 });
  const view = handle.run(cart);
  await shop.world.clock.settle();
  // Her session is read anew, and the store cannot be read at that moment.
  client.setScope(undefined);
  shop.world.disk.failNext('read', 2);
  client.setScope('ann');
  await shop.world.clock.advance(100);
  shop.world.disk.heal();
  await shop.world.clock.advance(500);
  await shop.world.clock.advance(5000);
  expect(shop.charges).toHaveLength(1);
  expect(await view).toMatchObject({ status: 'done' });
  expect(handle.getView()).toMatchObject({ status: 'done' });
});

it('and who was told so, and taps again, does not do it twice', async () => {
  const save = definePay({ kind: 'save' });
  const shop = createShop([save]);
  const { handle } = await shop.enter(save, { name: 'a' });
  shop.answer(() => json(503, {}, { 'Retry-After': '2' }));
  const view = handle.run(cart);
  await shop.world.clock.advance(500);
  shop.world.disk.failNext('open');
  void handle.abandon({ understood: true });
  await shop.world.clock.advance(10_000);
  const told = await view;
  if (told.status === 'idle' && told.problem) void handle.run(cart);
  await shop.world.clock.advance(10_000);
  expect(shop.charges).toHaveLength(1);
});
