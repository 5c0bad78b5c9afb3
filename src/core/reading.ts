import { age, type Instant } from './age.ts';
import { OLD, wake } from './keeper.ts';
import type { Found } from './rows.ts';
import { sameRecord } from './sameRecord.ts';
import type { Slot } from './slotState.ts';
import { isOpen } from './standing.ts';
import { unheard } from './unheard.ts';

/**
 * Reads a slot anew, and shows what it found. Resolves with when that reading began.
 * @param more how often it is read again where that took so long that it may be of another time
 */
export async function read(slot: Slot, more: number): Promise<Instant> {
  const { clock, page } = slot.engine.ports;
  const { ledger } = slot.engine;
  const began = clock.now();
  const { key: place } = slot;
  let found: Found;
  try {
    found = await ledger.find(place);
  } catch (error) {
    if (!slot.read) {
      slot.problem = { code: 'storage_unreadable' };
      slot.say({ type: 'problem', code: 'storage_unreadable' });
      slot.refresh();
    }
    throw error;
  }
  // It has moved to a user meanwhile, and what was read is of another place; or it is of another time (law 7).
  if (place !== slot.key) return read(slot, more);
  if (more && age(began, clock.now()) > OLD) return read(slot, more - 1);
  slot.read = true;
  // What this tab has yet to write comes after what it knew; where others have gone on since, after that (laws 3, 7).
  const [first] = slot.unwritten;
  if (first && (found.record ? sameRecord(found.record, first.before) : !found.quarantined)) {
    slot.refresh();
    return began;
  }
  for (const { event, requestId } of slot.unwritten)
    if (found.record?.requestId === requestId) found = ledger.rehearse(found.record, event);
  // What this tab sends is not forgotten because the site's data was cleared under it: put back, unless it moved.
  if (!found.record && !found.quarantined && slot.record?.owner === page.tab && isOpen(slot.record)) {
    slot.record = unheard(slot.record);
    slot.refresh();
    wake(slot).catch(() => {});
    return began;
  }
  if (slot.problem?.code !== 'invalid') slot.problem = undefined;
  slot.adopt(found);
  return began;
}
