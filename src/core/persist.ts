import type { Clock } from './ports.ts';

/**
 * Tries again what the store has refused: after `ms`, then each time after twice as long, at most `tries` times (law 6).
 * Rejects as the last try did.
 */
export async function persist<T>(
  clock: Clock,
  ms: number,
  tries: number,
  task: () => Promise<T>,
): Promise<T> {
  await new Promise<void>((resolve) => clock.after(ms, resolve));
  return task().catch((error) => {
    if (tries < 2) throw error;
    return persist(clock, ms * 2, tries - 1, task);
  });
}
