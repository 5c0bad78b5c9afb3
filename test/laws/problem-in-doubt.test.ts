import { expect, it } from 'vitest';
import type { View } from '../../src/core/view.ts';
import { english } from '../../src/react/english.ts';
import { isAlert, say } from '../../src/react/say.ts';
import { byBank, createShop, definePay } from './shop.ts';

// A tap on what is in doubt that comes to nothing says why, and not that nothing was sent: something was (law 7).

const cart = { cart: 'c1', amount: 20 };
const UNSTORED = 'This browser could not store it. Free some space on this device.';
const said = (view: View) => {
  expect(isAlert(view)).toBe(true);
  return say(view, { kind: 'payment', endpoint: 'idempotent' }, english);
};

it('law 7: a tap on a payment in doubt that could not be stored says so, until one could', async () => {
  const pay = definePay({ retry: [] });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  shop.world.server.failNext({ answer: 'drop' });
  void handle.run(cart);
  await shop.world.clock.advance(1000);
  shop.world.disk.failNext('write');
  const view = await handle.run(cart);
  expect(view).toMatchObject({ status: 'check', problem: { code: 'storage_unwritable' } });
  expect(said(view)).toBe(`We got no answer yet. You will not be charged twice. Finish it now. ${UNSTORED}`);
  expect(await handle.run(cart)).toMatchObject({ status: 'done' });
  expect(handle.getView()).not.toHaveProperty('problem');
  expect(shop.charges).toHaveLength(1);
});

it('law 7: of a payment in doubt that is filled in again, and wrongly, it says what is wrong', async () => {
  const input = {
    '~standard': {
      version: 1 as const,
      vendor: 'test',
      validate: (value: unknown) =>
        (value as typeof cart).amount > 0
          ? { value: value as typeof cart }
          : { issues: [{ message: 'The amount is missing', path: ['amount'] }] },
    },
  };
  const pay = definePay({
    keep: 'id',
    retry: [],
    input,
    check: (id, { fetch }) => fetch(`https://shop.test/pay/${id}`),
  });
  const shop = createShop([pay]);
  const a = await shop.enter(pay, { name: 'a' });
  shop.world.server.failNext({ request: 'refuse' });
  void a.handle.run(cart);
  await shop.world.clock.advance(1000);
  a.tab.close();
  const { handle } = await shop.enter(pay, { name: 'b' });
  void handle.proceed();
  await shop.world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'check', step: 'send', needsInput: true });
  const view = await handle.run({ ...cart, amount: 0 });
  expect(view).toMatchObject({ status: 'check', needsInput: true, problem: { code: 'invalid' } });
  expect(said(view)).toBe(
    'We got no answer yet. You will not be charged twice. Fill in the same again. Correct this first: The amount is missing.',
  );
  expect(await handle.run(cart)).toMatchObject({ status: 'done' });
  expect(shop.charges).toHaveLength(1);
});

it('law 7: so does one on a payment that waits for its person', async () => {
  const pay = definePay({ send: byBank });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  void handle.run(cart);
  await shop.world.clock.advance(1000);
  expect(handle.getView()).toMatchObject({ status: 'wait', reason: 'person' });
  expect(isAlert(handle.getView())).toBe(false);
  shop.world.disk.failNext('write');
  void handle.run(cart);
  await shop.world.clock.advance(1000);
  const view = handle.getView();
  expect(view).toMatchObject({ reason: 'person', problem: { code: 'storage_unwritable' } });
  expect(said(view)).toContain(UNSTORED);
  expect(said(view)).not.toContain('Nothing was sent');
});
