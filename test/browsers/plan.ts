import type { ArmedFault, Fault } from '../../demo/faults.ts';
import { createSeededRandom } from '../../src/testing/seededRandom.ts';

export type Happening = 'kill' | 'reload' | 'tabs';

/** The server is killed, and is back `down` ms later. */
export interface Outage {
  /** ms after the tap, or after the page was opened again. */
  at: number;
  down: number;
}

/** All that chance decides in one run. */
export interface Plan {
  /** What the server does to the first calls. */
  faults: ArmedFault[];
  /** ms after the tap: the browser is killed, the page reloaded, the sending tab closed. More than one for reloads only. */
  moments: number[];
  tabs: number;
  /** How many of the tabs are tapped, all in the same moment. */
  tapped: number;
  /** One while the first page is there, one when the next one is. */
  outages: [Outage, Outage] | undefined;
}

const faults: Fault[] = [
  'drop-before',
  'drop-after',
  'hang-before',
  'hang',
  'slow',
  '500-once',
  '500-after',
  '503-retry-after',
  '429',
  '202-then-done',
  'processing-then-done',
  'decline',
  '401',
  '403',
  '422',
  'html-200',
];

/** The same plan for the same numbers, in every run. */
export function planOf(happening: Happening, seed: number, run: number, restarts: boolean): Plan {
  const { number } = createSeededRandom(seed * 100_003 + run);
  const below = (limit: number) => Math.floor(number() * limit);
  const pick = <Item>(items: readonly [Item, ...Item[]] | Item[]) => items[below(items.length)] as Item;
  // Half of the moments lie in the first 750 ms, where the record is committed and most answers come.
  const moment = () => Math.round(3000 * number() ** 2);
  const outage = (): Outage => ({ at: below(2500), down: 50 + below(1500) });

  const armed = Array.from({ length: pick([0, 1, 1, 1, 2, 3]) }, () => ({
    fault: pick(faults),
    times: 1,
    ms: below(2500),
  }));
  const tabs = happening === 'tabs' ? 2 + below(3) : 1;
  return {
    faults: armed,
    moments: Array.from({ length: happening === 'reload' ? pick([1, 1, 2, 3]) : 1 }, moment),
    tabs,
    tapped: 1 + below(tabs),
    outages: restarts ? [outage(), outage()] : undefined,
  };
}
