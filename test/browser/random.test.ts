import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/browser/random.ts';

describe('random', () => {
  const { number, token } = createRandom();

  // A second of processor time; on a busy machine that is more than the usual five seconds.
  it('draws a million tokens of 20 letters and digits, and none twice', { timeout: 60_000 }, () => {
    const tokens = new Set<string>();
    let odd = 0;
    for (let index = 0; index < 1_000_000; index++) {
      const drawn = token();
      if (!/^[0-9a-zA-Z]{20}$/.test(drawn)) odd++;
      tokens.add(drawn);
    }
    expect(odd).toBe(0);
    expect(tokens.size).toBe(1_000_000);
  });

  it('draws each of the 62 letters about equally often', () => {
    const counts = new Map<string, number>();
    for (const letter of Array.from({ length: 5000 }, token).join(''))
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    expect(counts.size).toBe(62);
    // 1,613 expected, standard deviation 40.
    for (const times of counts.values()) expect(Math.abs(times - 100_000 / 62)).toBeLessThan(6 * 40);
  });

  it('draws numbers in [0, 1)', () => {
    for (let draws = 0; draws < 100; draws++) {
      const drawn = number();
      expect(drawn).toBeGreaterThanOrEqual(0);
      expect(drawn).toBeLessThan(1);
    }
  });
});
