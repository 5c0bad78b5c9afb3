import type { Instant } from './age.ts';
import type { Mint } from './event.ts';
import { freeze } from './freeze.ts';
import { check, compare, type Given } from './given.ts';
import { secure } from './hold.ts';
import { newRequestId } from './newRequestId.ts';
import type { Slot, SlotEvent } from './slotState.ts';
import { isActive, isExpired, isOpen } from './standing.ts';
import type { Problem } from './view.ts';

/**
 * The event of a tap, or why it sends nothing. Input is checked only where an ID would be minted for it.
 * @param shown the ID of what the person saw as they tapped
 * @param at when they tapped
 */
export async function prepare(
  slot: Slot,
  given: Given | undefined,
  held: boolean,
  shown: string | undefined,
  at: Instant,
): Promise<(SlotEvent & { type: 'tap' }) | Problem> {
  const { action, engine, key } = slot;
  const { store, random, clock } = engine.ports;
  const { record } = slot;
  if (action.durability === 'required' && store.durability() === 'memory') return { code: 'storage_absent' };
  const open = record && isOpen(record) ? record : undefined;
  // What is under way somewhere is joined: this tab does not know what was typed for it (law 5).
  const wanting = !!open && !isActive(open) && !open.kept && !engine.ledger.recalls(open);
  if (slot.quarantined) return { type: 'tap', held };
  // The step of what was shown, and of nothing that has come into the slot since (law 5).
  if (!given)
    return { type: 'tap', held, compared: { requestId: shown ?? record?.requestId ?? '', changed: false } };
  const changed = !!(await compare(slot, given));
  const compared = record && { requestId: record.requestId, changed };
  const event = { type: 'tap', held, ...(compared && { compared }) } as const;
  if (open && !wanting && !(open.status === 'retry' && changed)) return event;
  const checked = await check(slot, given);
  if (checked.issues) return { code: 'invalid', issues: checked.issues };
  // A tap that waited for its scope for longer than its ID would have lived: what else came of it may be forgotten (law 1).
  if (!wanting && isExpired({ minted: at }, action, clock.now())) return { code: 'expired' };
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
  slot.typed = { requestId, input: given.input };
  if (wanting) return { ...event, typed: frozen };
  given.met = requestId;
  given.changed = false;
  secure(slot, requestId);
  const mint: Mint = { ...key, requestId, session: engine.session(key.scope), ...frozen };
  return { ...event, mint };
}
