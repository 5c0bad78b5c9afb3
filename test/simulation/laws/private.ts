import { encodeScope } from '../../../src/core/slot.ts';
import { definitions, SECRET, type What } from '../shop.ts';
import { tabOf } from '../truth.ts';
import type { Law } from './law.ts';

const LAW = 'law 9: private';

/** A tab hears of another user within this, ms of its running time. */
const TOLD = 1000;

/** Nobody's action is read by, shown to, or sent for, somebody else, and a secret is never on the disk. */
export const isPrivate: Law = {
  committed(truth, { life, record, earlier, tab }) {
    const session = truth.tabs.get(tab)?.name;
    // Cleared data says no more whose it went with: two tabs may both put it back, each for whom it knows.
    if (life.cleared === undefined && earlier && earlier.scope !== record.scope) {
      if (session !== tabOf(record) && record.owner !== tab)
        truth.fail(
          LAW,
          `${life.id} of the session ${record.session} was moved by ${session} to ${record.scope}`,
        );
      if (earlier.scope !== encodeScope(null))
        truth.fail(LAW, `${life.id} of ${earlier.scope} is now ${record.scope}'s`);
      if (life.user !== undefined && life.user !== record.scope)
        truth.fail(LAW, `${life.id} of a guest who was ${life.user} goes to ${record.scope}`);
    }
    const { keep } = definitions[record.name as What];
    if (keep === 'id' && JSON.stringify(record).includes(SECRET))
      truth.fail(LAW, `the secret of ${life.id} is on the disk`);
  },
  called(truth, call, life) {
    const { user } = truth;
    const owner = life.record?.scope;
    if (owner === undefined || owner === encodeScope(call.user)) return;
    const told = Math.max(user.told, truth.tabs.get(call.tab)?.runningSince ?? 0);
    if (call.at - told > TOLD && life.asked < user.since)
      truth.fail(LAW, `${life.id} of ${owner} is sent with the cookies of ${call.user}`);
  },
  // Pointers and keys are not looked at: they say nothing of an action but that it is there.
  read(truth, { id }, key) {
    const [table, , scope = '', ...place] = key;
    if ((table !== 'open' && table !== 'settled') || truth.entered.get(id)?.has(scope)) return;
    // What it has claimed, started or asked about is looked for where it went with its user: in its slot, and by its ID.
    for (const { id: life, scopes, name, subject, claimed, calls } of truth.lives.values()) {
      const own = claimed.has(id) || calls.some(({ tab }) => tab === id);
      const meant = table === 'open' ? place[0] === name && place[1] === subject : place[0] === life;
      if (own && meant && scopes.has(scope)) return;
    }
    truth.fail(LAW, `${id} reads ${key.join(' ')}, and was never in that scope`);
  },
  shown(truth, { tab, scope, view }) {
    if (!('requestId' in view) || view.requestId === undefined) return;
    const life = truth.lives.get(view.requestId);
    if (life && life.scopes.size > 0 && !life.scopes.has(scope))
      truth.fail(LAW, `${tab} shows ${life.id} of ${[...life.scopes]} to ${scope}`);
  },
};
