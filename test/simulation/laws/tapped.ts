import { deedOf, tapIn } from '../truth.ts';
import type { Law } from './law.ts';

/** Laws 1, 6 and 10 count from the taps that a record tells of: it tells of none that nobody made. */
export const tapped: Law = {
  committed(truth, { life, record, earlier, tab }) {
    if (life.taps.has(tapIn(record)) || (!earlier && record.renewed)) return;
    const deed = deedOf(tab, record.name, record.subject);
    const made = [...truth.taps].find((tap) => tap.deed === deed);
    if (made) truth.taps.delete(made);
    else truth.fail('law 10: intent goes stale', `${tab} stores a tap on ${life.id} that nobody made`);
  },
};
