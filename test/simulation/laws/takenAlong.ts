import { encodeScope, keysOf } from '../../../src/core/slot.ts';
import { recordIn } from '../truth.ts';
import type { Law } from './law.ts';

const LAW = 'law 1: one action, one ID';

const GUEST = encodeScope(null);
const keys = keysOf('shop');

/** What a session began as a guest goes along with its user, and is the newest of its slot there where that is free. */
export const takenAlong: Law = {
  signedIn(truth, { tab, session, without, to, before, after }) {
    if (tab.ports.store.durability() === 'memory') return;
    const was = new Map(before.map(([key, value]) => [JSON.stringify(key), value]));
    const is = new Map(after.map(([key, value]) => [JSON.stringify(key), value]));
    for (const [key, row] of before) {
      const [table, , scope] = key;
      if ((table !== 'open' && table !== 'settled') || scope !== GUEST) continue;
      const record = recordIn(truth, row);
      // What this deploy does not know is left as it lies (law 8).
      if (record?.session !== session || record.name === without) continue;
      const slot = { scope: GUEST, name: record.name, subject: record.subject };
      const latest = JSON.stringify(keys.latest({ ...slot, scope: to }));
      const isNewest = was.get(JSON.stringify(keys.latest(slot))) === record.requestId;
      const isTaken = was.has(latest) || was.has(JSON.stringify(keys.open({ ...slot, scope: to })));
      if (isNewest && isTaken) continue;
      if (is.has(JSON.stringify(key)) || (isNewest && is.get(latest) !== record.requestId))
        truth.fail(LAW, `${record.requestId} stays behind as the user of ${tab.id} signs in to ${to}`);
    }
  },
};
