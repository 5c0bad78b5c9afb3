import type { Slot } from './slotState.ts';
import { isOpen } from './standing.ts';

export async function dismiss(slot: Slot): Promise<void> {
  slot.problem = undefined;
  if (slot.record && !isOpen(slot.record))
    await slot.apply({ type: 'dismiss' }, slot.record.requestId).catch(() => {});
  slot.refresh();
}
