import { isFrozen } from './freeze.ts';
import { sameJson } from './sameJson.ts';
import type { Slot } from './slotState.ts';
import { LATE, type SchemaResult, validate } from './standardSchema.ts';
import type { View } from './view.ts';

/** What a tap brings. */
export interface Given {
  readonly input: unknown;
  /** Which one it is of the slot's: the slot's view is of what the last one asked for. */
  readonly number: number;
  /** Its check: one for each tap, whatever it is compared with, so that it locks no button for longer than a round (law 6). */
  checked?: Promise<SchemaResult<unknown>>;
  /** The action that it was last compared with, or minted for. */
  met?: string;
  /** It asks for something else than that one, for certain. Absent: nobody knows. */
  changed?: boolean | undefined;
}

/** By the action's own schema, within the time of a round: a button is not locked without end (law 6). */
export function check({ action, engine }: Slot, given: Given): Promise<SchemaResult<unknown>> {
  given.checked ??= validate(action.input, given.input, { clock: engine.ports.clock, ms: action.deadline });
  return given.checked;
}

/**
 * Does it ask for something else than what is frozen, as far as this tab knows? The view is told so only where that is
 * certain (law 7). `undefined`: there is nothing to compare it with.
 */
export async function compare(slot: Slot, given: Given): Promise<boolean | undefined> {
  const { record, action, engine, typed } = slot;
  if (!record) return undefined;
  const { requestId } = record;
  given.changed = undefined;
  // What a `once` answer was for may be known to nobody here: that it is done is not said of what is typed now (law 7).
  const answers = action.once && record.status === 'done';
  if (!answers && !record.kept && !engine.ledger.recalls(record)) return undefined;
  given.met = requestId;
  const { input } = given;
  const known = typed?.requestId === requestId;
  const again = known && sameJson(input, typed?.input);
  // Typed here for this very one, and frozen as it was typed: it comes to the same, however long its check takes.
  const sure = again && isFrozen(action, record, input);
  const checked = action.input && !sure ? await check(slot, given) : { value: input };
  const isSame = (unknown: boolean): boolean => {
    // What it comes to is unknown. As it was typed it may be the same.
    if (checked === LATE) return known ? sameJson(input, typed?.input, unknown) : unknown;
    // By what it comes to: 100 that are typed may be other 100 than are frozen. What was frozen may fail the check of an input.
    return isFrozen(action, record, checked.issues ? input : checked.value, unknown);
  };
  const same = sure || isSame(false);
  // Of what cannot be compared, such as a file, nothing is certain.
  given.changed = !same && !isSame(true);
  if (slot.record?.requestId === requestId && given.number === slot.taps) {
    slot.changed = given.changed;
    slot.refresh();
  }
  return !same;
}

/** The slot holds another action than the one that it was compared with. */
export function isUnmet({ record, quarantined }: Slot, given: Given | undefined): given is Given {
  return !!given && !!record && !quarantined && record.requestId !== given.met;
}

/** The view as it is true of one tap, whatever the taps after it asked for (law 7). */
export function toldTo(given: Given | undefined, view: View): View {
  const { inputChanged, ...rest } = view;
  if (!given || !('requestId' in view) || view.requestId !== given.met) return view;
  if (given.changed === undefined || given.changed === !!inputChanged) return view;
  return given.changed ? { ...rest, inputChanged: true } : rest;
}
