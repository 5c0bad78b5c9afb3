import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { ArmedFault } from '../faults.ts';
import type { Arrival } from '../ledger.ts';

/** What arrived, and what is going to break: the lab's, and no part of the shop's database. */
export interface Wall {
  kept: { log: Arrival[]; armed: ArmedFault[] };
  /** Writes it down, where it is to outlive the process. */
  keep(): void;
}

export const blankWall = (): Wall['kept'] => ({ log: [], armed: [] });

/**
 * Everything in one file. What `keep` wrote is there again after a restart, also after a kill: it goes into the file in
 * one step, so there is never an effect without its stored answer.
 */
export function createImage<Contents>(
  file: string | undefined,
  blank: () => Contents,
): { contents: Contents; keep(): void } {
  const contents: Contents = file && existsSync(file) ? deserialize(readFileSync(file)) : blank();
  return {
    contents,
    keep() {
      if (!file) return;
      writeFileSync(`${file}.new`, serialize(contents));
      renameSync(`${file}.new`, file);
    },
  };
}
