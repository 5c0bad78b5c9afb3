import { createGrip } from './grip.ts';
import { release } from './hold.ts';
import { end, tend } from './keeper.ts';
import type { Slot } from './slotState.ts';
import { isActive, isOpen } from './standing.ts';

/** Once per page load: takes up what no tab is at work on, or follows the one that is (law 6). */
export async function resume(slot: Slot): Promise<void> {
  const { record, engine } = slot;
  // By the time that it is read its scope may be left, or another user here (law 9).
  if (record && isOpen(record) && !slot.quarantined && !slot.busy && !engine.left(slot)) {
    const grip = createGrip(engine.ports.lock, record.requestId, 'try');
    const held = await grip.held();
    if (held) {
      slot.grip?.release();
      slot.grip = grip;
    } else grip.release();
    // Without it another tab is at work on it, or there are no locks: what nobody has to send is taken up all the same.
    // This tab may be stopped as it holds it, and the lock taken: what has changed since it was read is left alone, for
    // the fence alone decides (law 3).
    if (engine.quiet()) {
      // Its sender is gone and nothing may leave beside another user: its round ends, and it waits for a tap (law 9).
      if (held && isActive(record)) await end(slot, record).catch(() => {});
      // Left by the time that the lock is known: what asks goes through no door, and the lock is for whoever comes.
    } else if (engine.left(slot)) release(slot);
    else if (held || !isActive(record))
      await slot.apply({ type: 'resume', seen: record }, record.requestId).catch(() => {});
  }
  slot.arriving = false;
  slot.refresh();
  tend(slot);
}
