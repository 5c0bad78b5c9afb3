import { isInFlight, isOpen, isProvedNotRun } from '../../../src/core/standing.ts';
import { claimNotRun, deedOf, NEWER, recordIn } from '../truth.ts';
import type { Call } from '../wire.ts';
import type { Law } from './law.ts';

const LAW = 'law 4: no new ID while the old one may have happened';

/** What was marked as begun, and never left, is forgotten with the site's data. */
const hasEnded = ({ ended }: Call): boolean => ended;

/** A slot is freed by an answer, by proof that nothing ran, or by a person who gives the action up. */
export const noNewId: Law = {
  committed(truth, { life, record, earlier, tab }) {
    // Cleared data is forgotten by everybody but a tab that still sends, which puts it back under the same ID: two such
    // tabs, one of which has not heard that its user took it along, put back one row each.
    const twice = life.cleared !== undefined && earlier?.scope !== record.scope;
    if (earlier && !life.evicted && !twice && !isOpen(earlier) && isOpen(record))
      truth.fail(LAW, `${life.id} was ${earlier.status}, and is ${record.status} again`);
    if (isOpen(record) || (earlier && !isOpen(earlier) && earlier.status === record.status)) return;
    if (record.status === 'done') {
      if (life.effects.length === 0) truth.fail(LAW, `${life.id} is stored as done, and never happened`);
    } else if (
      record.status !== 'abandoned' ||
      isProvedNotRun(record) ||
      !truth.givingUp.has(deedOf(tab, record.name, record.subject))
    )
      claimNotRun(truth, life, record, `${record.status} is stored`);
    else if (earlier && isInFlight(earlier) && !(life.cleared !== undefined && life.calls.every(hasEnded)))
      truth.fail(LAW, `${life.id} was given up while in flight`);
  },
  changed(truth, changes, tab) {
    if (tab === NEWER) return;
    const still = new Set<string>();
    for (const { value } of changes) {
      const record = recordIn(truth, value);
      if (record) still.add(record.requestId);
    }
    for (const { key, before, value } of changes) {
      const record = key[0] === 'open' ? recordIn(truth, before) : undefined;
      if (!record || recordIn(truth, value)?.requestId === record.requestId || still.has(record.requestId))
        continue;
      if (!truth.givingUp.has(deedOf(tab, record.name, record.subject)))
        truth.fail(LAW, `${record.requestId} was open, and its row is gone`);
    }
  },
};
