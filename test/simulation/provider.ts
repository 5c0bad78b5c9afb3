import type { Wish } from './shop.ts';
import type { Call } from './wire.ts';

/** What a provider has made of one operation key. */
export interface Charged {
  wish: Wish;
  declined: boolean;
}

/**
 * A payment provider: what it is asked for under one operation key it does once. What has left comes there, whatever
 * becomes of the process that sent it.
 *
 * @param options.pass the way there, and back
 */
export function createProvider({
  pass,
  effect,
}: {
  pass: () => Promise<void>;
  effect: (call: Call) => void;
}) {
  const known = new Map<string, Charged>();
  return {
    async charge(key: string, wish: Wish, call: Call): Promise<Charged> {
      await pass();
      const charged = known.get(key) ?? { wish, declined: wish.mood === 'decline' };
      if (!known.has(key) && !charged.declined) effect(call);
      known.set(key, charged);
      await pass();
      return charged;
    },
    find: (key: string): Charged | undefined => known.get(key),
  };
}
