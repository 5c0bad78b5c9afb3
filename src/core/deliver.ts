import { persist } from './persist.ts';
import type { Slot } from './slotState.ts';
import { isOpen } from './standing.ts';

/** How often a delivery that cannot be written is tried again, each time after twice as long; the first after 1 s. */
const DELIVERIES = 5;

export async function deliver(slot: Slot): Promise<{ resumed: boolean } | null> {
  const { record, engine } = slot;
  const { clock } = engine.ports;
  if (!record || isOpen(record) || record.delivered) return null;
  const write = () => slot.apply({ type: 'deliver' }, record.requestId);
  const applied = await write()
    .catch(() => persist(clock, 1000, DELIVERIES, write))
    .catch(() => null);
  if (!applied?.record?.delivered || applied.before?.delivered) return null;
  return { resumed: record.tapped.origin !== clock.now().origin };
}
