import type { Law } from './law.ts';

const LAW = 'law 2: commit before byte one';

/** No attempt leaves that no transaction had marked as started, complete, for its tab. */
export const commitFirst: Law = {
  called(truth, call, life) {
    if (truth.memoryTabs.has(call.tab)) return;
    if (call.method === 'GET') {
      if (!life.record) truth.fail(LAW, `${call.tab} asks about ${life.id}, which was never committed`);
    } else if (!life.started.has(call.attempt))
      truth.fail(LAW, `${call.tab} sends attempt ${call.attempt} of ${life.id}, which was never committed`);
  },
};
