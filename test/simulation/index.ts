// What scripts/simulate.mjs runs, in each of its processes.
export { seededBugs } from './bugs.ts';
export { explore } from './explore.ts';
export { count } from './faults.ts';
export { BROKEN, live } from './live.ts';
export { planOf } from './plan.ts';
export { shrink } from './shrink.ts';
