import type { ActionRecord } from './record.ts';
import type { Slot } from './slotState.ts';
import { isOpen } from './standing.ts';

/**
 * What was in the slot has come to its end since, or something else has: that is shown, and not why a tap, or giving it
 * up, came to nothing (law 7).
 * @param before what was in it; `undefined`: nobody knows
 */
export function isOvertaken({ read, record }: Slot, before: ActionRecord | null | undefined): boolean {
  const isShown = record?.status === 'done' || record?.status === 'declined';
  if (!read || !isShown || before === undefined) return false;
  return before?.requestId !== record.requestId || isOpen(before);
}
