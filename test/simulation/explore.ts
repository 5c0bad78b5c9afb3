import { count, type Faults } from './faults.ts';
import { live } from './live.ts';
import { type Plan, planOf } from './plan.ts';
import { shrink } from './shrink.ts';
import type { Violation } from './truth.ts';
import type { World } from './world.ts';

export interface Explored {
  worlds: number;
  lives: number;
  counts: World['counts'];
  faults: Faults;
  /** Of each world that broke a law, at most `failures` of them. */
  broken: { seed: number; violation: Violation; smallest?: { plan: Plan; steps: number } }[];
}

/**
 * Lives the worlds of `from`, `from + stride`, … until `lives` request IDs have lived, or `failures` laws were broken.
 *
 * @param known is lived first
 * @param seconds begins no world after these, of real time
 * @param onWorld is told after each world how many lives there were, and which law it broke
 */
export async function explore(
  from: number,
  stride: number,
  lives: number,
  failures = 1,
  known?: Plan,
  seconds = Number.POSITIVE_INFINITY,
  onWorld?: (lives: number, broken?: { seed: number; violation: Violation }) => void,
): Promise<Explored> {
  const end = performance.now() + seconds * 1000;
  // Nobody reads the stacks of planted errors, and taking them is a tenth of the time.
  Error.stackTraceLimit = 0;
  const result: Explored = {
    worlds: 0,
    lives: 0,
    counts: { steps: 0, crashes: 0, suspensions: 0, calls: 0, effects: 0 },
    faults: {},
    broken: [],
  };
  const look = async (plan: Plan): Promise<void> => {
    const lived = await live(plan);
    result.worlds++;
    result.lives += lived.lives;
    for (const name of Object.keys(result.counts) as (keyof World['counts'])[])
      result.counts[name] += lived.counts[name];
    for (const [fault, times] of Object.entries(lived.faults)) count(result.faults, fault, times);
    onWorld?.(lived.lives, lived.violation && { seed: plan.seed, violation: lived.violation });
    if (!lived.violation || result.broken.length >= failures) return;
    const broken: Explored['broken'][number] = { seed: plan.seed, violation: lived.violation };
    result.broken.push(broken);
    const smallest = await shrink(plan);
    const { counts } = await live(smallest);
    broken.smallest = { plan: smallest, steps: counts.steps };
  };
  if (known) await look(known);
  for (
    let seed = from;
    result.lives < lives && result.broken.length < failures && performance.now() < end;
    seed += stride
  )
    await look(planOf(seed));
  return result;
}
