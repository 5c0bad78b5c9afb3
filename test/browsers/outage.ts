import { setTimeout as after } from 'node:timers/promises';
import type { Shop } from '../e2e/shop.ts';
import type { Outage } from './plan.ts';

/** Kills the server when the plan says so, and starts it again with what it had committed. */
export async function suffer(shop: Shop, outage: Outage | undefined): Promise<void> {
  if (!outage) return;
  await after(outage.at);
  await shop.kill();
  await after(outage.down);
  await shop.start();
}
