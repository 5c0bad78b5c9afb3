import type { VirtualClock } from 'safe-action/testing';

/**
 * The timers that the components of a story see (`.storybook/componentTime.ts` puts them there): the engine and the
 * components live in one time, which passes only when the stage says so.
 */
let clock: VirtualClock | undefined;
const cancels = new Map<number, () => void>();
let count = 0;

/** From now on time is that of `next`. */
export function tellTimeBy(next: VirtualClock): void {
  for (const cancel of cancels.values()) cancel();
  cancels.clear();
  clock = next;
}

function current(): VirtualClock {
  if (!clock) throw new Error('A component asked for the time, and no stage is open.');
  return clock;
}

export function setTimeout(task: () => void, ms = 0): number {
  const id = ++count;
  cancels.set(
    id,
    current().after(ms, () => {
      cancels.delete(id);
      task();
    }),
  );
  return id;
}

export function clearTimeout(id: number | undefined): void {
  if (id === undefined) return;
  cancels.get(id)?.();
  cancels.delete(id);
}

export function setInterval(task: () => void, ms = 0): number {
  const id = ++count;
  const next = () => {
    cancels.set(id, current().after(Math.max(1, ms), next));
    task();
  };
  cancels.set(id, current().after(Math.max(1, ms), next));
  return id;
}

export const clearInterval: typeof clearTimeout = clearTimeout;

export const performance: { now(): number } = { now: () => current().now() };

const RealDate = globalThis.Date;
class StageDate extends RealDate {
  constructor(...given: [] | [number | string | Date]) {
    super(...((given.length === 0 ? [current().now()] : given) as [number]));
  }
  static override now(): number {
    return current().now();
  }
}

export { StageDate as Date };
