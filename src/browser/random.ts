import { nanoid } from 'nanoid';
import type { Random } from '../core/ports.ts';

/** Jitter from `Math.random`; request IDs (119 bits) from the platform's cryptographic source. */
export function createRandom(): Random {
  return {
    number: Math.random,
    // Dropping two of the 64 letters keeps the other 62 equally likely, for 100 bytes less than `customAlphabet`.
    // Fewer than 20 of 40 are left once in 10^20 times.
    token: () => nanoid(40).replace(/[-_]/g, '').slice(0, 20),
  };
}
