import { setTimeout as patience } from 'node:timers/promises';
import { type Checkout, expect, type Shop } from '../e2e/shop.ts';
import { add, booksOf, clean, judgeEnd, judgeLook, type Screen, type Verdict } from './verdict.ts';

/** Never more than these: each tap ends one round of at most 30 s. */
const taps = 6;

/**
 * A person who waits until nothing is under way, and then takes the one next step, until the cart is paid. Each such look
 * at the screen is held against the server's books.
 */
export async function persist(shop: Shop, checkout: Checkout, committed?: string): Promise<Verdict> {
  let verdict = clean;
  for (let tap = 0; tap < taps; tap++) {
    await checkout.ended();
    const screen = await read(checkout);
    verdict = add(verdict, judgeLook(screen, await booksOf(shop)));
    if (screen === 'done') return add(verdict, judgeEnd(await booksOf(shop), committed));
    // An intent of its own: sooner it would belong to the last tap (law 1).
    await patience(600);
    await checkout.tap();
  }
  return add(verdict, { duplicates: 0, lost: 1, wrong: 0 });
}

async function read({ button, words, page }: Checkout): Promise<Screen> {
  const status = await button.getAttribute('data-status', { timeout: 500 }).catch(() => 'done');
  if (status === 'idle') return (await words.count()) > 0 ? 'problem' : 'idle';
  if (status === 'retry' || status === 'check' || status === 'declined') return status;
  await expect(page.getByText('This cart is paid.').or(page.getByText('Thank you'))).toBeVisible();
  return 'done';
}

/** Opens the shop as a person does whose page does not come: again. */
export async function visit(checkout: Checkout, shop: Shop): Promise<void> {
  await expect(async () => {
    await checkout.page.goto(shop.url);
  }).toPass();
}
