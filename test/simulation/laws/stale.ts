import { definitions, type What } from '../shop.ts';
import type { Law } from './law.ts';

const LAW = 'law 10: intent goes stale';

/** A claim may be this old when a byte leaves, and a commit that late; ms. */
const SLACK = 4000;

/** Nothing is sent past freshness without a tap, and nothing past retention. */
export const stale: Law = {
  called(truth, call, life) {
    if (call.method === 'GET') return;
    const action = definitions[life.name as What];
    // A clock that was set back, in another page load or as it was minted, hides so much time from everybody.
    const hidden = (then: number): number =>
      truth.jumps.reduce((sum, { at, ms }) => (at >= then && ms < 0 ? sum - ms : sum), 0);
    for (const [since, limit, name] of [
      [life.tapped, action.freshness, 'freshness'],
      [life.minted, action.retention, 'retention'],
    ] as const)
      if (call.at - since > limit + SLACK + hidden(Math.min(since, life.made) - SLACK))
        truth.fail(LAW, `${life.id} is sent ${Math.round(call.at - since)} ms on, past its ${name}`);
  },
};
