import { abandon } from './abandon.ts';
import type { Action } from './action.ts';
import type { Instant } from './age.ts';
import { deliver } from './deliver.ts';
import { dismiss } from './dismiss.ts';
import { createEmitter } from './emitter.ts';
import { clone } from './freeze.ts';
import type { Handle } from './handle.ts';
import type { Slot } from './slotState.ts';
import { snapshot } from './snapshot.ts';
import { isOpen } from './standing.ts';
import { STARTING } from './starting.ts';
import { tap } from './tap.ts';
import type { View } from './view.ts';

/** A handle, and the engine's side of it. */
export interface SlotHandle extends Handle {
  /** The view changed, or another scope came: reads the slot where somebody listens, and sends the tap that was held. */
  notify(): void;
}

/** What a tap comes to whose user has gone before it could be sent. */
const GONE: View = { status: 'idle', durability: 'disk', locked: false };

/**
 * @param slot the slot in the current scope; `undefined` while no scope is known
 * @param entering the scope that was asked for last, which may still be on its way
 */
export function createHandle(
  action: Action,
  subject: string,
  slot: () => Slot | undefined,
  now: () => Instant,
  entering: () => string | undefined = () => undefined,
): SlotHandle {
  const changes = createEmitter<void>();
  let watchers = 0;
  let held:
    | {
        at: Instant;
        /** Whose it is, where that was known. */
        scope: string | undefined;
        /** The second one joins the first. */
        taps: { given: { input: unknown } | undefined; resolve(view: View | Promise<View>): void }[];
      }
    | undefined;
  const read = () => {
    const now = slot();
    if (watchers && now && !now.read && !now.problem) now.load().catch(() => {});
  };
  const run = (asked?: { input: unknown }): Promise<View> => {
    // As it is at the tap, also where that waits for its scope (law 5).
    const given = asked && { input: snapshot(asked.input) };
    const place = slot();
    if (place) return tap(place, given);
    held ??= { at: now(), scope: entering(), taps: [] };
    const { taps } = held;
    return new Promise((resolve) => taps.push({ given, resolve }));
  };
  return {
    action,
    subject,
    getView: () => slot()?.view ?? STARTING,
    subscribe(listener) {
      watchers++;
      read();
      const stop = changes.listen(listener);
      let watches = true;
      return () => {
        if (watches) watchers--;
        watches = false;
        stop();
      };
    },
    run: (input) => run({ input }),
    proceed: () => run(),
    async abandon(consent) {
      const now = slot();
      if (now && consent?.understood === true) return abandon(now);
      return now?.view ?? STARTING;
    },
    async dismiss() {
      const now = slot();
      if (now) await dismiss(now);
    },
    async deliver(seen, told) {
      const place = slot();
      if (!place) return null;
      const requestId = place.record?.requestId;
      const delivery = await deliver(place, seen, told);
      if (!delivery || slot() === place) return delivery;
      // It was written, and its user is gone: nobody else is told (law 9), nor is it told of what came after it.
      if (place.record?.requestId === requestId) place.owed = delivery;
      return null;
    },
    about() {
      const record = slot()?.record;
      if (!record || record.hidden || !(isOpen(record) || record.late)) return undefined;
      const { description, input, minted, round } = record;
      return {
        since: minted.wall,
        attempt: round.retries + 1,
        ...(description !== undefined && { description }),
        // A copy: a form may edit it, and what it comes to is compared with what is frozen (law 5).
        ...(input !== undefined && { input: clone(input) }),
      };
    },
    notify() {
      read();
      const place = slot();
      // Made while it was unknown, it is of the first that comes.
      if (held) held.scope ??= entering();
      if (place && held) {
        const { at, scope, taps } = held;
        held = undefined;
        // Nobody's tap is sent as somebody else's (law 9).
        const own = scope === undefined || scope === place.key.scope;
        for (const { given, resolve } of taps) resolve(own ? tap(place, given, true, at) : GONE);
      }
      changes.emit();
    },
  };
}
