import { setTimeout as patience } from 'node:timers/promises';
import type { Shop } from '../e2e/shop.ts';
import { add, booksOf, clean, judgeEnd, judgeLook, type Screen, type Verdict } from './verdict.ts';

/** A page of the shop with its Pay button, in whatever browser. */
export interface Watched {
  /** How it stands, as soon as nothing is under way. */
  screen(): Promise<Screen>;
  tap(): Promise<void>;
}

/** Never more than these: each tap ends one round of at most 30 s. */
const taps = 6;

/**
 * A person who waits until nothing is under way, and then takes the one next step, until the cart is paid. Each such look
 * at the screen is held against the server's books.
 */
export async function persist(shop: Shop, page: Watched, committed?: string): Promise<Verdict> {
  let verdict = clean;
  for (let tap = 0; tap < taps; tap++) {
    const screen = await page.screen();
    verdict = add(verdict, judgeLook(screen, await booksOf(shop)));
    if (screen === 'done') return add(verdict, judgeEnd(await booksOf(shop), committed));
    // An intent of its own: sooner it would belong to the last tap (law 1).
    await patience(600);
    await page.tap();
  }
  return add(verdict, { duplicates: 0, lost: 1, wrong: 0 });
}
