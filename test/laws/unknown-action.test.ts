import { expect, it } from 'vitest';
import { createShop, definePay, visit } from './shop.ts';

const cart = { cart: 'c1', amount: 20 };

it('run() does not reject where this deploy does not know the action that holds the slot', async () => {
  const pay = definePay({ retry: [] });
  const shop = createShop([pay]);
  shop.answer(() => new Response(null, { status: 503 }), 'before', 9);
  const { handle, tab } = await shop.enter(pay);
  void handle.run(cart);
  await shop.world.clock.advance(60_000);
  expect(handle.getView()).toMatchObject({ status: 'check' });
  const other = definePay({ name: 'other' });
  const next = await visit(tab.reload(), [other], other, null, 'c1', shop.world);
  const [open] = next.client.getOpen();
  expect(open?.getView()).toMatchObject({ status: 'check', reason: 'quarantined' });
  expect(await open?.run(cart)).toMatchObject({ status: 'check', reason: 'quarantined' });
});
