import { isOpen } from '../../../src/core/standing.ts';
import { definitions, type What } from '../shop.ts';
import { jumped, type Life } from '../truth.ts';
import type { Law } from './law.ts';

const LAW = 'law 1: one action, one ID';

/** A clock may run 5 % fast, which no wall clock here does. */
const FAST = 0.95;

/** ms */
const DOUBLE_TAP = 500 * FAST;

/** A new ID only in a slot that is free, half a second after its last accepted tap, and not while `once` answers. */
export const oneId: Law = {
  committed(truth, { life, record, earlier }) {
    if (earlier || record.renewed || life.calls.length > 0) return;
    let latest: Life | undefined;
    let cameAlong = false;
    for (const other of truth.lives.values()) {
      const last = other.record;
      if (!last || other === life || last.name !== record.name || last.subject !== record.subject) continue;
      if (other.place !== life.place || last.scope !== record.scope || other.evicted) continue;
      cameAlong ||= other.scopes.size > 1;
      if (!latest || latest.minted < other.minted) latest = other;
      // Another row of the same transaction may settle it: the slot law sees to that.
      if (isOpen(last)) continue;
      // What was minted as the clock was set may be older than its commit says.
      if (jumped(truth, other.minted - 4000)) continue;
      const gap = record.minted.wall - (last.touched ?? last.tapped).wall;
      // Below zero the clock was set back in between: the tap may have been on an ID that this one was renewed for.
      if (gap >= 0 && gap < DOUBLE_TAP)
        truth.fail(LAW, `${record.requestId} was minted ${gap} ms after a tap on ${other.id}`);
      const action = definitions[record.name as What];
      const kept = record.minted.wall - last.minted.wall <= action.retention * FAST;
      if (last.status === 'done' && action.once && kept)
        truth.fail(LAW, `${record.requestId} was minted although ${other.id} is done, once`);
    }
    // However long it took to store it. Of the last one alone: what was held for long may be older than that.
    if (!latest?.record || jumped(truth, latest.minted - 4000)) return;
    // What has come along with a guest may be the newest of its place, or not, whatever is younger.
    if (cameAlong) return;
    const apart = Math.abs(record.tapped.wall - latest.record.tapped.wall);
    if (apart < DOUBLE_TAP)
      truth.fail(LAW, `${record.requestId} is of a tap that was made ${apart} ms from one on ${latest.id}`);
  },
};
