import type { ActionRecord } from '../../../src/core/record.ts';
import { deedOf, forget } from '../truth.ts';
import type { Law } from './law.ts';

/** What nobody here can read is neither moved nor written nor deleted, but by a person who gives it up. */
export const untouched: Law = {
  changed(truth, changes, tab) {
    if (truth.untouchable.size === 0) return;
    for (const { key, before } of changes) {
      const name = JSON.stringify(key);
      if (before === undefined || truth.untouchable.get(name) !== JSON.stringify(before)) continue;
      truth.untouchable.delete(name);
      const [, , , what = '', subject = ''] = key;
      if (!truth.givingUp.has(deedOf(tab, what, subject)))
        truth.fail('law 8: nothing is lost', `the row ${name}, which is a newer version's, was changed`);
      // For a tab that was stopped meanwhile it is gone as cleared data is.
      const life = truth.lives.get((before as ActionRecord).requestId);
      if (life) forget(truth, life);
    }
  },
};
