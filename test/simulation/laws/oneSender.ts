import { definitions, type What } from '../shop.ts';
import { jumped } from '../truth.ts';
import type { Law } from './law.ts';

const LAW = 'law 3: one sender';

/** A claim may be this old when a byte leaves: 1 s, and what a reading of the record takes; ms. */
const CLAIM = 2500;

/** No attempt leaves twice, none from a tab that has lost the fence, none while another running tab awaits an answer. */
export const oneSender: Law = {
  called(truth, call, life) {
    // Cleared data takes the fence with it: that is beyond any client.
    if (call.method === 'GET' || life.cleared !== undefined) return;
    if (life.calls.some(({ attempt, method }) => method !== 'GET' && attempt === call.attempt))
      truth.fail(LAW, `attempt ${call.attempt} of ${life.id} leaves twice`);
    const owner = life.record?.owner;
    if (owner !== call.tab && call.at - life.owned > CLAIM)
      truth.fail(
        LAW,
        `${call.tab} sends ${life.id}, which ${owner} has owned for ${call.at - life.owned} ms`,
      );
    const timeout = definitions[life.name as What].timeout;
    const other = life.calls.find(
      ({ tab, at, ended, method }) =>
        method !== 'GET' &&
        !ended &&
        tab !== call.tab &&
        call.at - at < timeout &&
        // By a wall clock that was set since the other one's start, a claim before its call, its time is over.
        !jumped(truth, at - CLAIM) &&
        truth.tabs.get(tab)?.state === 'running' &&
        (truth.tabs.get(tab)?.runningSince ?? 0) <= at,
    );
    if (other) truth.fail(LAW, `${call.tab} sends ${life.id} while ${other.tab} awaits its answer`);
  },
};
