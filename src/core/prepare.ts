import type { Mint } from './event.ts';
import { freeze, isFrozen } from './freeze.ts';
import { secure } from './hold.ts';
import { newRequestId } from './newRequestId.ts';
import type { Slot, SlotEvent } from './slotState.ts';
import { type SchemaResult, validate } from './standardSchema.ts';
import { isActive, isOpen } from './standing.ts';
import type { Problem } from './view.ts';

/** The event of a tap, or why it sends nothing. Input is checked only where an ID would be minted for it. */
export async function prepare(
  slot: Slot,
  given: { input: unknown } | undefined,
  held: boolean,
): Promise<(SlotEvent & { type: 'tap' }) | Problem> {
  const { action, engine, key } = slot;
  const { store, random, clock, page } = engine.ports;
  const { record } = slot;
  if (action.durability === 'required' && store.durability() === 'memory') return { code: 'storage_absent' };
  const open = record && isOpen(record) ? record : undefined;
  // What is under way somewhere is joined: this tab does not know what was typed for it (law 5).
  const wanting = !!open && !isActive(open) && !open.kept && !engine.ledger.recalls(open.requestId);
  if (!given || slot.quarantined) return { type: 'tap', held };
  const changed = await compare(slot, given.input);
  const event = { type: 'tap', held, ...(changed !== undefined && { changed }) } as const;
  if (open && !wanting && !(open.status === 'retry' && changed)) return event;
  const checked = await check(slot, given.input);
  if (checked.issues) return { code: 'invalid', issues: checked.issues };
  const requestId = wanting && open ? open.requestId : newRequestId(action, clock.now().wall, random);
  let frozen: ReturnType<typeof freeze>;
  try {
    frozen = freeze(action, checked.value, requestId);
  } catch (error) {
    return {
      code: 'invalid',
      issues: [{ message: error instanceof Error ? error.message : 'Not storable.' }],
    };
  }
  if (wanting && open) {
    engine.ledger.remember(requestId, frozen);
    return event;
  }
  secure(slot, requestId);
  const mint: Mint = { ...key, requestId, session: page.session, ...frozen };
  return { ...event, mint };
}

/** Does the tap ask for something else than what is frozen? */
export async function compare(slot: Slot, input: unknown): Promise<boolean | undefined> {
  const { record, action, engine } = slot;
  if (!record || !(record.kept || engine.ledger.recalls(record.requestId))) return undefined;
  let same = isFrozen(action, record, input);
  if (!same && action.input) {
    const checked = await check(slot, input);
    same = !checked.issues && isFrozen(action, record, checked.value);
  }
  if (slot.record?.requestId === record.requestId) {
    slot.changed = !same;
    slot.refresh();
  }
  return !same;
}

/** By the action's own schema, within the time of a round: a button is not locked without end (law 6). */
function check({ action, engine }: Slot, input: unknown): Promise<SchemaResult<unknown>> {
  return validate(action.input, input, { clock: engine.ports.clock, ms: action.deadline });
}
