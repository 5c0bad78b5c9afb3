import { type Checkout, expect, type Shop } from '../e2e/shop.ts';
import type { Watched } from './person.ts';
import type { Screen } from './verdict.ts';

/** The checkout in a browser of Playwright's. */
export function watched(checkout: Checkout): Watched {
  return {
    // A page that asked the server by itself may have gone on to the receipt since it was read.
    tap: () => checkout.button.evaluateAll(([button]) => (button as HTMLElement | undefined)?.click()),
    async screen() {
      await checkout.ended();
      return read(checkout);
    },
  };
}

async function read({ button, words, page }: Checkout): Promise<Screen> {
  const status = await button.getAttribute('data-status', { timeout: 500 }).catch(() => 'done');
  if (status === 'idle') return (await words.count()) > 0 ? 'problem' : 'idle';
  if (status === 'retry' || status === 'check' || status === 'declined') return status;
  await expect(page.getByText('This cart is paid.').or(page.getByText('Thank you'))).toBeVisible();
  return 'done';
}

/** Opens the shop as a person does whose page does not come: again. */
export async function visit({ page }: Checkout, shop: Shop): Promise<void> {
  await expect(async () => {
    await page.goto(shop.url);
  }).toPass();
}
