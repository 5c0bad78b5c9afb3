import { expect, it } from 'vitest';
import { createShop, definePay } from './shop.ts';

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
