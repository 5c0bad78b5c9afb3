import { isOpen } from '../../../src/core/standing.ts';
import { DISK } from '../truth.ts';
import type { Law } from './law.ts';

const LAW = 'law 11: unread is not empty';

/** What lives in memory says so, and what has not been read is not called empty. */
export const announced: Law = {
  shown(truth, { tab, scope, what, subject, view, first }) {
    const opened = truth.tabs.get(tab)?.opened ?? 0;
    if (first && view.status === 'idle' && !view.problem && !truth.memoryTabs.has(tab))
      for (const { place, record, minted, evicted, id } of truth.lives.values())
        if (place === DISK && record && isOpen(record) && !evicted && minted < opened - 1)
          if (record.scope === scope && record.name === what && record.subject === subject)
            truth.fail('law 7: no false claim', `${tab} begins with idle, and ${id} is open`);
    if (!('requestId' in view) || view.requestId === undefined) return;
    const open = view.status !== 'done' && view.status !== 'declined';
    const life = truth.lives.get(view.requestId);
    const onDisk = life?.place === DISK && life.record !== undefined;
    if (open && !onDisk && view.durability !== 'memory')
      truth.fail(LAW, `${tab} shows ${view.requestId} as stored on the disk, where it never was`);
    if (
      view.status === 'done' &&
      view.durability !== 'memory' &&
      !life?.evicted &&
      life?.record?.status !== 'done'
    )
      truth.fail(
        LAW,
        `${tab} shows ${view.requestId} as done on the disk, where it is ${life?.record?.status}`,
      );
  },
};
