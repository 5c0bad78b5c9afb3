import { expect, it } from 'vitest';
import { createShop, definePay, json } from './shop.ts';

it('a schedule of the app’s own that never ends is capped by its `retries` (law 6)', async () => {
  const pay = definePay({ retry: Object.assign(() => 0, { retries: 2 }) });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  shop.world.server.fault = () => ({ request: 100, answer: 'drop' });
  const view = handle.run({ cart: 'c1', amount: 20 });
  await shop.world.clock.advance(60_000);
  expect(await view).toMatchObject({ status: 'check' });
  expect(shop.ids()).toHaveLength(3);
});

it('a schedule of the app’s own says how often the server is asked that is still at work, without retries, too', async () => {
  const pay = definePay({ retry: Object.assign(() => 5000, { retries: 0 }) });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  shop.answer(() => json(202, {}), 'before', 50);
  void handle.run({ cart: 'c1', amount: 20 });
  await shop.world.clock.advance(29_000);
  expect(shop.ids()).toHaveLength(6);
});

it('a schedule of the app’s own without delays does not ask a server at work as fast as it answers (law 6)', async () => {
  const pay = definePay({ retry: [0] });
  const shop = createShop([pay]);
  const { handle } = await shop.enter(pay, { name: 'a' });
  shop.answer(() => json(202, {}), 'before', 1000);
  const view = handle.run({ cart: 'c1', amount: 20 });
  await shop.world.clock.advance(30_000);
  expect(await view).toMatchObject({ status: 'check' });
  const times = shop.world.server.calls.map(({ at }) => at);
  expect(times.length).toBeGreaterThan(80);
  expect(times.length).toBeLessThan(120);
  for (const [index, at] of times.slice(1).entries())
    expect(at - (times[index] ?? at)).toBeGreaterThanOrEqual(150);
});
