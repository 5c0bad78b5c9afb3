import { createGrip, type Grip } from './grip.ts';
import type { ActionRecord } from './record.ts';
import type { Slot } from './slotState.ts';

/** How long the lock of an own claim is waited for before it is taken, ms: the fence already says who sends. */
const PATIENCE = 1000;

/** Asks for the lock of a request ID, or finds it asked for. A slot asks for one lock at a time. */
export function secure(slot: Slot, requestId: string): Grip {
  // A lock that fell in the back/forward cache is asked for again: another tab may hold it by now.
  if (slot.grip?.requestId === requestId && !slot.grip.lost()) return slot.grip;
  release(slot);
  const grip = createGrip(slot.engine.ports.lock, requestId, 'wait');
  slot.grip = grip;
  return grip;
}

/**
 * Waits until this tab holds the lock of an ID whose fence it has claimed, and takes it from a tab that clings to it.
 * Resolves with the function that ends the call: until then the lock stays, even where the record leaves the slot, as
 * with a guest who signs in. Whoever waits for it would send beside the call (law 3). With `undefined`, and no call may
 * be made, where another tab has claimed the record since, or the lock fell, or nothing can be read that says otherwise.
 */
export async function hold(
  slot: Slot,
  { requestId, fence }: ActionRecord,
): Promise<(() => void) | undefined> {
  const grip = secure(slot, requestId);
  const end = grip.use();
  if (grip.has()) return end;
  let cancel = () => {};
  const patience = new Promise<'over'>((resolve) => {
    cancel = slot.engine.ports.clock.after(PATIENCE, () => resolve('over'));
  });
  const claimed = () =>
    slot.grip === grip && slot.record?.requestId === requestId && slot.record.fence === fence;
  const got = await Promise.race([grip.held(), patience]);
  cancel();
  // Whoever had it, or clings to it, may have claimed the record meanwhile. Without locks the fence alone decides.
  if (got !== false && !(await slot.load().then(claimed, () => false))) {
    end();
    return undefined;
  }
  if (got !== true) await grip.steal();
  return end;
}

export function release(slot: Slot): void {
  slot.grip?.release();
  slot.grip = undefined;
}
