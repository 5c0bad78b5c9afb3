import { definitions, type What } from '../shop.ts';
import { jumped } from '../truth.ts';
import type { Law } from './law.ts';

const LAW = 'law 10: intent goes stale';

/** A claim may be this old when a byte leaves, and a commit that late; ms. */
const SLACK = 4000;

/** Nothing is sent past freshness without a tap, and nothing past retention. */
export const stale: Law = {
  called(truth, call, life) {
    if (call.method === 'GET') return;
    const action = definitions[life.name as What];
    // A clock that was set back, in another page load, hides time from everybody.
    // Of what lives in one page's memory no commit tells when it was tapped, but the person does.
    const tapped = life.record ? life.tapped : life.meant;
    for (const [since, limit, name] of [
      [tapped, action.freshness, 'freshness'],
      [life.minted, action.retention, 'retention'],
    ] as const)
      if (call.at - since > limit + SLACK && !jumped(truth, since))
        truth.fail(LAW, `${life.id} is sent ${Math.round(call.at - since)} ms on, past its ${name}`);
  },
};
