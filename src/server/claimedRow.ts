import type { Row } from './row.ts';
import type { Claim } from './store.ts';

/** A row as it is when its ID is claimed. `at` in Unix ms. */
export function claimedRow(
  { requestId, principal, operation, fingerprint, uniqueKey, state, lease }: Claim,
  at: number,
): Row {
  return {
    requestId,
    principal,
    operation,
    fingerprint,
    uniqueKey,
    state,
    fence: 1,
    leaseUntil: at + lease,
    createdAt: at,
    startedAt: state === 'started' ? at : null,
    answer: null,
  };
}
