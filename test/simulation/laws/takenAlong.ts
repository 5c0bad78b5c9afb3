import type { Instant } from '../../../src/core/age.ts';
import type { ActionRecord } from '../../../src/core/record.ts';
import { encodeScope, keysOf } from '../../../src/core/slot.ts';
import { isOpen, isOutdated } from '../../../src/core/standing.ts';
import { definitions, type What } from '../shop.ts';
import { recordIn } from '../truth.ts';
import type { Law } from './law.ts';

const LAW = 'law 1: one action, one ID';

const GUEST = encodeScope(null);
const keys = keysOf('shop');

/** What a session began as a guest goes along with its user, and is the newest of its slot there where that is free. */
export const takenAlong: Law = {
  signedIn(truth, { tab, sessions, without, to, before, after }) {
    if (tab.ports.store.durability() === 'memory') return;
    const was = new Map(before.map(([key, value]) => [JSON.stringify(key), value]));
    const is = new Map(after.map(([key, value]) => [JSON.stringify(key), value]));
    for (const [key, row] of before) {
      const [table, , scope] = key;
      if ((table !== 'open' && table !== 'settled') || scope !== GUEST) continue;
      const record = recordIn(truth, row);
      // What this deploy does not know is left as it lies (law 8).
      if (!record || !sessions.includes(record.session) || record.name === without) continue;
      const slot = { scope: GUEST, name: record.name, subject: record.subject };
      const latest = JSON.stringify(keys.latest({ ...slot, scope: to }));
      const isNewest = was.get(JSON.stringify(keys.latest(slot))) === record.requestId;
      const over = was.get(JSON.stringify(keys.settled(to, String(was.get(latest)))));
      const there = was.get(JSON.stringify(keys.open({ ...slot, scope: to }))) ?? over;
      if (isNewest && there !== undefined && isTaken(recordIn(truth, there), record, tab.ports.clock.now()))
        continue;
      if (is.has(JSON.stringify(key)) || (isNewest && is.get(latest) !== record.requestId))
        truth.fail(LAW, `${record.requestId} stays behind as the user of ${tab.id} signs in to ${to}`);
    }
  },
};

/** What lies in the place of a user, or cannot be read there, stands in the way of what a guest takes along. */
function isTaken(there: ActionRecord | undefined, by: ActionRecord, now: Instant): boolean {
  const action = definitions[by.name as What];
  if (!there || isOpen(there) || (there.status === 'done' && action.once)) return true;
  if (isOpen(by)) return false;
  const isAnswer = by.status === 'done' && action.once && !isOutdated(by, action, now);
  return !isAnswer && (by.status !== 'done' || by.minted.wall < there.minted.wall);
}
