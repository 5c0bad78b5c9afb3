import { age, type Instant } from './age.ts';
import type { Mint, Situation, TapEvent, Transition } from './event.ts';
import { begin, newRound } from './round.ts';

/** A new action: its one ID, with attempt 1 started in the same write unless it first waits offline (laws 1 and 2). */
export function mint(from: Mint, event: Situation & Pick<TapEvent, 'at'>, now: Instant): Transition {
  const { policy, tab, at } = event;
  return begin(
    newRound(
      {
        ...from,
        v: 1,
        status: 'wait',
        minted: now,
        tapped: at ?? now,
        // A second tap may follow the moment at which it is seen (law 1).
        ...(at && age(at, now) > 0 && { touched: now }),
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
