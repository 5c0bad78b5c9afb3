import { isOvertaken } from './overtaken.ts';
import { tombstone } from './sender.ts';
import type { Slot, SlotEvent } from './slotState.ts';
import { isInFlight, isOpen } from './standing.ts';
import type { View } from './view.ts';

export async function abandon(slot: Slot): Promise<View> {
  const { record, engine } = slot;
  if (slot.busy || slot.view.status === 'idle') return slot.view;
  slot.busy = 'abandon';
  const stay = engine.stay();
  const since = engine.ports.clock.now();
  // Not for another user who has come later, here or in another tab (law 9).
  const may = () => !engine.left(slot, stay) && !engine.quiet(since);
  slot.refresh();
  try {
    if (slot.quarantined) {
      await engine.ledger.setAside(slot.key);
      await slot.load();
    } else if (record && isOpen(record)) {
      // No tab sends it meanwhile. Where one has begun to, unheard of as yet, its round goes on and nothing is cancelled.
      const { cancel } = slot.action;
      if (cancel) await whereItIs(slot, { type: 'stop', unsent: true }, record.requestId);
      // As it is by now: this tab may have been stopped as it wrote.
      const { record: ended } = slot;
      const free = ended?.requestId === record.requestId && isOpen(ended) && !isInFlight(ended);
      const outcome = cancel && free ? await tombstone(slot, record, may) : null;
      if (outcome) await slot.apply({ type: 'asked', outcome }, record.requestId);
      // What the person saw, and nothing that has come into the slot since.
      await whereItIs(slot, { type: 'abandon' }, record.requestId);
    }
  } catch {
    // This tab may have been stopped since it last read: nothing is shown by an old record (law 7).
    await slot.load().catch(() => {});
    const isGivenUp = slot.record?.requestId === record?.requestId && slot.record?.status === 'abandoned';
    if (!isGivenUp && !isOvertaken(slot, record)) slot.problem = { code: 'storage_unwritable' };
  } finally {
    slot.busy = false;
    slot.refresh();
  }
  // Where a guest has signed in meanwhile it is read anew, and says nothing until then (law 7).
  if (!slot.read) await slot.load().catch(() => {});
  return slot.view;
}

/** A guest may sign in as it is written: then it is written where the action has gone with them. */
async function whereItIs(slot: Slot, event: SlotEvent, requestId: string): Promise<void> {
  const { key } = slot;
  const { moved } = await slot.apply(event, requestId);
  if (moved && slot.key !== key) await slot.apply(event, requestId);
}
