import type { Law } from './law.ts';

const LAW = 'law 2: commit before byte one';

/** No attempt leaves that no transaction had marked as started, complete, for its tab. */
export const commitFirst: Law = {
  called(truth, call, life) {
    if (call.method === 'GET') {
      if (!life.record) truth.fail(LAW, `${call.tab} asks about ${life.id}, which was never committed`);
    } else if (!life.started.has(call.attempt))
      truth.fail(LAW, `${call.tab} sends attempt ${call.attempt} of ${life.id}, which was never committed`);
    // Cleared data takes the count of attempts with it: two tabs may both begin the same one.
    else if (life.cleared === undefined && life.started.get(call.attempt) !== call.tab)
      truth.fail(LAW, `${call.tab} sends attempt ${call.attempt} of ${life.id}, never committed for it`);
  },
};
