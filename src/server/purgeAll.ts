import type { Purged, ServerStore } from './store.ts';

/** Batch after batch, so that no statement holds many rows at once, until one comes back not full. */
export async function purgeAll(store: Pick<ServerStore, 'purge'>, limit: number): Promise<Purged> {
  // A batch of none would never come back not full.
  const batch = Math.max(1, Math.floor(limit) || 1);
  const all = await store.purge(batch);
  for (let last = all; Object.values(last).some((count: number) => count >= batch); ) {
    last = await store.purge(batch);
    for (const what of Object.keys(last) as (keyof Purged)[]) all[what] += last[what];
  }
  return all;
}
