import type { Action } from './action.ts';
import { createEmitter } from './emitter.ts';
import { clone } from './freeze.ts';
import type { ActionRecord } from './record.ts';
import type { Slot } from './slotState.ts';

/** What a listener of `onDone` hears. */
export interface Done {
  action: Action;
  subject: string;
  requestId: string;
  /** It had been given up or refused before: `getOpen` shows it until it is dismissed. */
  late: boolean;
  data: unknown;
  input: unknown;
}

/** Who hears that an action is done: the scope that it is in, once, and as soon as handles show that scope (law 9). */
export interface DoneNews {
  listen(listener: (done: Done) => void): () => void;
  /** @param now its scope is the one that handles show */
  tell(slot: Slot, record: ActionRecord, now: boolean): void;
  /** What the slot has done, and nobody has been told of yet, is that scope's from here on. */
  moved(slot: Slot, to: string): void;
  /** Handles show the scope from now on. */
  shows(scope: string): void;
}

export function createDoneNews(): DoneNews {
  const dones = createEmitter<Done>();
  /** What was done while its scope was away. */
  let untold: { slot: Slot; scope: string; done: Done }[] = [];
  /** What a guest has done and taken along is in two places. */
  const told = new Set<string>();
  return {
    // A copy for each: what one does to it is no news for the next, nor what another tap is compared with (law 7).
    listen: (listener) => dones.listen((done) => listener({ ...done, input: clone(done.input) })),
    tell(slot, { requestId, minted, late = false, data, input }, now) {
      // Not by its ID alone: an own generator may give two users the same.
      const which = `${minted.wall} ${requestId}`;
      if (told.has(which)) return;
      told.add(which);
      const { action, key } = slot;
      const done = { action, subject: key.subject, requestId, late, data, input };
      if (now) dones.emit(done);
      else untold.push({ slot, scope: key.scope, done });
    },
    moved(slot, to) {
      for (const one of untold) if (one.slot === slot) one.scope = to;
    },
    shows(scope) {
      const now = untold.filter((one) => one.scope === scope);
      untold = untold.filter((one) => one.scope !== scope);
      for (const { done } of now) dones.emit(done);
    },
  };
}
