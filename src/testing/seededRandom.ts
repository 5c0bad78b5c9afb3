import type { Random } from '../core/ports.ts';

const LETTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The same numbers and tokens for the same `seed`, in every run (mulberry32). */
export function createSeededRandom(seed: number): Random {
  let state = seed | 0;
  const number = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    number,
    token: () => {
      let token = '';
      for (let length = 0; length < 20; length++) token += LETTERS[Math.floor(number() * LETTERS.length)];
      return token;
    },
  };
}
