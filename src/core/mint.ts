import type { Instant } from './age.ts';
import type { Mint, Situation, Transition } from './event.ts';
import { begin, newRound } from './round.ts';

/** A new action: its one ID, with attempt 1 started in the same write unless it first waits offline (laws 1 and 2). */
export function mint(from: Mint, event: Situation, now: Instant): Transition {
  const { policy, tab } = event;
  return begin(
    newRound(
      {
        ...from,
        v: 1,
        status: 'wait',
        minted: now,
        tapped: now,
        kept: policy.keep === 'input',
        unprotected: policy.endpoint === 'unprotected',
        fence: 1,
        owner: tab,
        attempts: [],
        round: { spent: 0, retries: 0, polls: 0 },
      },
      now,
    ),
    event,
    now,
  );
}
