import type { DoneNews } from './doneNews.ts';
import type { Handle } from './handle.ts';
import type { Clock } from './ports.ts';
import type { ActionRecord } from './record.ts';
import { createSlot } from './slotDriver.ts';
import { createHandle } from './slotHandle.ts';
import type { Slot } from './slotState.ts';

/** An action that a late answer has settled after its slot had moved on: it is shown in a place of its own (law 8). */
interface Stray {
  readonly slot: Slot;
  readonly handle: Handle;
}

export interface Strays {
  all(): readonly Stray[];
  /** @param slot the place that it was in */
  add(slot: Slot, record: ActionRecord): void;
  /** What a session has in one scope is another one's from here on: a guest has signed in. */
  carry(from: string, to: string, session: string): void;
}

export function createStrays(clock: Clock, news: DoneNews): Strays {
  const strays: Stray[] = [];
  return {
    all: () => strays,
    add({ engine, key, action }, record) {
      if (!record.late || strays.some(({ slot }) => slot.record?.requestId === record.requestId)) return;
      const slot = createSlot(engine, key, action);
      // It is over: a tap has nothing to do here, and would be one on what its place holds now.
      const run = async () => slot.view;
      const handle = createHandle(action, key.subject, () => slot, clock.now);
      strays.push({ slot, handle: { ...handle, run, proceed: run } });
      slot.adopt({ record, quarantined: false });
    },
    carry(from, to, session) {
      for (const { slot } of strays) {
        if (slot.key.scope !== from || slot.record?.session !== session) continue;
        slot.key = { ...slot.key, scope: to };
        news.moved(slot, to);
      }
    },
  };
}
