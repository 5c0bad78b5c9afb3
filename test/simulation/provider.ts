import type { Wish } from './shop.ts';
import type { Call } from './wire.ts';

/** What a provider has made of one operation key. */
export interface Charged {
  wish: Wish;
  declined: boolean;
}

/** ms after which a lookup knows of what was done. */
const LAG = 5000;

export type Provider = ReturnType<typeof createProvider>;

/**
 * A payment provider: what it is asked for under one operation key it does once, as long as it keeps that key. What has
 * left comes there, whatever becomes of the process that sent it.
 *
 * @param options.pass the way there, and back
 * @param options.retention for how long it keeps a key, ms of `now`
 */
export function createProvider({
  pass,
  effect,
  now,
  retention,
}: {
  pass: () => Promise<void>;
  effect: (call: Call) => void;
  now: () => number;
  retention: number;
}) {
  const books = new Map<string, Charged>();
  const keys = new Map<string, number>();
  return {
    async charge(key: string, wish: Wish, call: Call): Promise<Charged> {
      await pass();
      const isKnown = now() < (keys.get(key) ?? Number.NEGATIVE_INFINITY) + retention;
      const charged = (isKnown && books.get(key)) || { wish, declined: wish.mood === 'decline' };
      if (!isKnown) {
        keys.set(key, now());
        books.set(key, charged);
        if (!charged.declined) effect(call);
      }
      await pass();
      return charged;
    },
    /** What stands in its books, which nobody forgets. */
    find: (key: string): Charged | undefined => books.get(key),
    /** What a server finds that asks: it comes there a little later. */
    search: (key: string): Charged | undefined =>
      now() < (keys.get(key) ?? 0) + LAG ? undefined : books.get(key),
  };
}
