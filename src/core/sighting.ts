import type { ActionRecord } from './record.ts';
import type { Slot } from './slotState.ts';
import { isOpen } from './standing.ts';
import type { Sighting } from './viewOf.ts';

/** What this tab knows of a slot by now, for its view. */
export function sightingOf(slot: Slot): Sighting {
  const { engine, action, unwritten } = slot;
  const { page, store } = engine.ports;
  // Others may have gone on with what this tab read before: that nothing happened is not said of it (law 7).
  const record: ActionRecord | null =
    slot.record?.status === 'retry' && !slot.read
      ? { ...slot.record, status: 'check', doubt: 'unanswered' }
      : slot.record;
  return {
    record: slot.veiled ? null : record,
    policy: action,
    tab: page.tab,
    durability: unwritten.length ? 'memory' : store.durability(),
    starting:
      !!slot.busy ||
      (!slot.read && !slot.problem) ||
      // It has gone with its guest, whom this page has yet to follow: a tap here would do it once more (law 1).
      (slot.went?.scope === slot.key.scope && engine.hasSignedIn(slot.went)) ||
      // This page load sees what became of it first; a `retry` waits for a tap.
      (slot.arriving && !!record && isOpen(record) && record.status !== 'retry' && record.owner !== page.tab),
    quarantined: slot.quarantined,
    sendable: !!record && (record.kept || engine.ledger.recalls(record)),
    changed: slot.changed,
    problem: slot.problem,
  };
}
