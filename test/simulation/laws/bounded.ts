import { definitions, type What } from '../shop.ts';
import type { Law } from './law.ts';

const LAW = 'law 6: bounded';

/** What a tap may wait for the store before its round begins; ms. */
const SLACK = 15_000;

/** One tap, look or page load pays for one attempt and its retries, within the deadline. */
export const bounded: Law = {
  called(truth, call, life) {
    const action = definitions[life.name as What];
    if (life.posts + life.questions > 60) truth.fail(LAW, `${life.id} makes more than 60 calls in one round`);
    if (call.method === 'GET') return;
    if (life.posts - life.polls > action.retry.retries)
      truth.fail(
        LAW,
        `${life.id} is sent ${life.posts + 1} times, ${life.polls} of them polls, in one round`,
      );
    // What waits for the network waits on where the store hangs as it comes back; freshness bounds that (law 10).
    // With cleared data goes also how long it has waited for the network.
    if (life.cleared !== undefined && life.cleared >= life.meant) return;
    const lasted = call.at - life.meant - Math.max(truth.offline() - life.offline, life.paused);
    // A person at their bank is outside the deadline.
    if (!life.sentAway && lasted > action.deadline + SLACK)
      truth.fail(LAW, `${life.id} is sent ${Math.round(lasted)} ms after anybody meant it`);
  },
};
