import { createSeededRandom } from '../../src/testing/seededRandom.ts';

/** Every choice of a simulated life. The same seed makes the same choices. */
export interface Dice {
  /** Evenly in [0, 1). */
  number(): number;
  chance(of: number): boolean;
  /** Evenly in [from, to). */
  between(from: number, to: number): number;
  pick<T>(from: readonly T[]): T;
  /** A name, as often as its weight says. */
  weighted<Name extends string>(weights: Readonly<Record<Name, number>>): Name;
}

export function createDice(seed: number): Dice {
  const { number } = createSeededRandom(seed);
  return {
    number,
    chance: (of) => number() < of,
    between: (from, to) => from + number() * (to - from),
    pick: <T>(from: readonly T[]) => from[Math.floor(number() * from.length)] as T,
    weighted: <Name extends string>(weights: Readonly<Record<Name, number>>) => {
      const names = Object.keys(weights) as Name[];
      let rest = number() * names.reduce((sum, name) => sum + weights[name], 0);
      return names.find((name) => {
        rest -= weights[name];
        return rest < 0;
      }) as Name;
    },
  };
}
