import { persist } from './persist.ts';
import type { Slot } from './slotState.ts';

/** What a slot holds is not known any more: it is read again, after 2, 4, 8 … 128 s, while its scope is here (law 9). */
export function reread(slot: Slot): void {
  slot.read = false;
  slot.refresh();
  persist(
    slot.engine.ports.clock,
    2000,
    7,
    async () => slot.read || slot.engine.left(slot) || slot.load(),
  ).catch(() => {});
}
