import { persist } from './persist.ts';
import type { ActionRecord } from './record.ts';
import type { Slot } from './slotState.ts';
import { isOpen } from './standing.ts';
import type { View } from './view.ts';

/** How often a delivery that cannot be written is tried again, each time after twice as long; the first after 1 s. */
const DELIVERIES = 5;

const isTold = (record: ActionRecord | null): boolean => !!record?.delivered && !record.untold;

/**
 * @param seen the view that it is about
 * @param told by who tells the app of it; else it is only shown
 */
export async function deliver(slot: Slot, seen?: View, told = true): Promise<{ resumed: boolean } | null> {
  const { record, engine, owed } = slot;
  const { clock } = engine.ports;
  if (
    (seen && seen !== slot.view) ||
    !record ||
    isOpen(record) ||
    (told ? isTold(record) && !owed : record.delivered)
  )
    return null;
  if (slot.veiled) {
    // Another page load has shown it, and nobody was told: it is news once more, and is told as that.
    slot.veiled = false;
    slot.refresh();
    return null;
  }
  if (seen?.status === 'idle') return null;
  slot.owed = undefined;
  // A `done` that has come late under the same ID is news of its own.
  if (owed && isTold(record)) return owed;
  const write = () => slot.apply({ type: 'deliver', untold: !told }, record.requestId);
  const applied = await write()
    .catch(() => persist(clock, 1000, DELIVERIES, write))
    .catch(() => null);
  if (!applied || !isTold(applied.record) || isTold(applied.before)) return null;
  return { resumed: record.tapped.origin !== clock.now().origin };
}
