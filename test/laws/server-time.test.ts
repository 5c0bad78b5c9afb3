import { expect, it } from 'vitest';
import { createShop, definePay, json } from './shop.ts';

it.each([
  ['ahead', -600_000],
  ['behind', 600_000],
])(
  'a Retry-After that is a date counts by the clock that wrote it: this one is %s (law 6)',
  async (_, off) => {
    const pay = definePay();
    const shop = createShop([pay]);
    const { handle } = await shop.enter(pay, { name: 'a' });
    const date = (ms: number) => new Date(shop.world.clock.now() + off + ms).toUTCString();
    shop.answer(() => json(503, {}, { Date: date(0), 'Retry-After': date(10_000) }));
    void handle.run({ cart: 'c1', amount: 20 });
    await shop.world.clock.advance(9000);
    expect(shop.ids()).toHaveLength(1);
    await shop.world.clock.advance(3000);
    expect(handle.getView()).toMatchObject({ status: 'done' });
  },
);
