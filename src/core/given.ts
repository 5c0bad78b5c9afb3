import { isFrozen } from './freeze.ts';
import { sameJson } from './sameJson.ts';
import type { Slot } from './slotState.ts';
import { LATE, type SchemaResult, validate } from './standardSchema.ts';

/** What a tap brings. */
export interface Given {
  readonly input: unknown;
  /** Which one it is of the slot's: only the last is told that it asked for something else. */
  readonly number: number;
  /** Its check: one for each tap, whatever it is compared with, so that it locks no button for longer than a round (law 6). */
  checked?: Promise<SchemaResult<unknown>>;
  /** The action that it was last compared with, or minted for. */
  met?: string;
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
  given.met = requestId;
  if (!record.kept && !engine.ledger.recalls(record)) return undefined;
  let same = isFrozen(action, record, given.input);
  let certain = true;
  if (!same && action.input) {
    const checked = await check(slot, given);
    if (checked === LATE) {
      // What it comes to is unknown. As it was typed it may be the same.
      certain = typed?.requestId === requestId;
      same = certain && sameJson(given.input, typed?.input);
    } else same = !checked.issues && isFrozen(action, record, checked.value);
  }
  if (slot.record?.requestId === requestId && given.number === slot.taps) {
    slot.changed = certain && !same;
    slot.refresh();
  }
  return !same;
}

/** The slot holds another action than the one that it was compared with. */
export function isUnmet({ record, quarantined }: Slot, given: Given | undefined): given is Given {
  return !!given && !!record && !quarantined && record.requestId !== given.met;
}
