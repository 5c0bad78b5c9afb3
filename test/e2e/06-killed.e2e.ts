import { setTimeout as after } from 'node:timers/promises';
import { Checkout, expect, test } from './shop.ts';
import { records } from './storage.ts';

test.describe('6. The browser is killed after the tap, and started again', () => {
  for (const speed of ['fast', 'slow'] as const) {
    for (const ms of [5, 30, 200, 800]) {
      test(`${ms} ms after it, ${speed} server: never two charges, and one in the end`, async ({
        shop,
        killable,
      }, info) => {
        const first = await killable.launch();
        const doomed = await new Checkout(await first.context.newPage()).open(shop.url);
        if (speed === 'slow') await shop.arm('slow', { ms: 1000 });
        await doomed.tap();
        await after(ms);
        await first.kill();

        const second = await killable.launch();
        const page = await second.context.newPage();
        // Beside the shop, so that what is on the disk is seen before the shop goes on with it.
        await page.goto(`${shop.url}/favicon.svg`);
        const [open] = await records(page, 'open');
        const [settled] = await records(page, 'settled');
        const committed = open ?? settled;
        info.annotations.push({ type: 'found on the disk', description: committed?.status ?? 'nothing' });

        const checkout = new Checkout(page);
        if (committed) {
          await page.goto(shop.url);
          await checkout.expectDone();
          if (!settled?.delivered) await checkout.expectReceipt();
          expect(await shop.expectOneCharge()).toBe(committed.requestId);
        } else {
          // Law 2: nothing was sent that was not stored.
          expect(await shop.sent()).toEqual([]);
          await checkout.open(shop.url);
          await checkout.tap();
          await checkout.expectReceipt();
          await shop.expectOneCharge();
        }
      });
    }
  }
});
