import type { Law } from './law.ts';

const LAW = 'law 11: unread is not empty';

/** What lives in memory says so, and what has not been read is not called empty. */
export const announced: Law = {
  shown(truth, { tab, view, first }) {
    if (first && view.status !== 'wait')
      truth.fail('law 7: no false claim', `${tab} shows ${view.status} before it has read anything`);
    if (!('requestId' in view) || view.requestId === undefined) return;
    const open = view.status !== 'done' && view.status !== 'declined';
    const onDisk = truth.lives.get(view.requestId)?.record !== undefined;
    if (open && !onDisk && view.durability !== 'memory')
      truth.fail(LAW, `${tab} shows ${view.requestId} as stored on the disk, where it never was`);
  },
};
