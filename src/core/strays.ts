import type { DoneNews } from './doneNews.ts';
import type { Handle } from './handle.ts';
import type { Clock } from './ports.ts';
import type { ActionRecord } from './record.ts';
import type { Found } from './rows.ts';
import type { SlotKey } from './slot.ts';
import { createSlot } from './slotDriver.ts';
import { createHandle } from './slotHandle.ts';
import type { Slot } from './slotState.ts';

/** An action that a late answer has settled, and whose slot has moved on: it is shown in a place of its own (law 8). */
interface Stray {
  readonly slot: Slot;
  readonly handle: Handle;
}

export interface Strays {
  all(): readonly Stray[];
  /** @param slot the place that it was in */
  add(slot: Slot, record: ActionRecord): void;
  /** Another one has come into the slot: what it held is shown beside it, where nobody has closed it since. */
  displaced(slot: Slot, record: ActionRecord): Promise<void>;
  /** What these sessions have in one scope is another one's from here on: a guest has signed in. */
  carry(from: string, to: string, sessions: readonly string[]): void;
}

export function createStrays(clock: Clock, news: DoneNews): Strays {
  const strays: Stray[] = [];
  const created: Strays = {
    all: () => strays,
    add({ engine, key, action }, record) {
      if (!record.late || strays.some(({ slot }) => slot.record?.requestId === record.requestId)) return;
      // Its place in the store may hold another one: it is read by its ID.
      const { ledger } = engine;
      const find = async ({ scope }: SlotKey): Promise<Found> => ({
        record: (await ledger.byId(scope, record.requestId)) ?? null,
        quarantined: false,
      });
      const slot = createSlot({ ...engine, ledger: { ...ledger, find } }, key, action);
      // It is over: a tap has nothing to do here, and would be one on what its place holds now.
      const run = async () => slot.view;
      const handle = createHandle(action, key.subject, () => slot, clock.now);
      strays.push({ slot, handle: { ...handle, run, proceed: run } });
      slot.adopt({ record, quarantined: false });
    },
    async displaced(slot, record) {
      if (!record.late || record.hidden) return;
      // Where the store cannot say, it is as it was.
      const { engine, key } = slot;
      const now = await engine.ledger.byId(key.scope, record.requestId).catch(() => record);
      // Its slot may have gone with a guest since, and this one be of another (law 9).
      if (now && slot.key === key) created.add(slot, now);
    },
    carry(from, to, sessions) {
      for (const { slot } of strays) {
        if (slot.key.scope !== from || !slot.record || !sessions.includes(slot.record.session)) continue;
        slot.key = { ...slot.key, scope: to };
        news.moved(slot, to);
      }
    },
  };
  return created;
}
