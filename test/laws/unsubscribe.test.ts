import { expect, it } from 'vitest';
import { createShop, definePay } from './shop.ts';

it('who unsubscribes twice takes nobody else’s place: the next to look sees what the store holds', async () => {
  const pay = definePay();
  const shop = createShop([pay]);
  const { client } = shop.open('a');
  const handle = client.handle(pay, 'c1');
  const stop = handle.subscribe(() => {});
  stop();
  stop();
  handle.subscribe(() => {});
  client.setScope(null);
  await shop.world.clock.advance(60_000);
  expect(handle.getView()).toMatchObject({ status: 'idle', locked: false });
});
