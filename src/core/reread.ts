import { persist } from './persist.ts';
import type { Slot } from './slotState.ts';

/**
 * What a slot holds is not known any more: it is read again, after 2, 4, 8 … 128 s.
 * @param over nobody needs to know it any more
 */
export function reread(slot: Slot, over: () => boolean = () => false): void {
  slot.read = false;
  slot.refresh();
  persist(slot.engine.ports.clock, 2000, 7, async () => slot.read || over() || slot.load()).catch(() => {});
}
