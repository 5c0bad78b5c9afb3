import { requestIdTime } from '../core/requestId.ts';
import { standing } from './decide.ts';
import { type Ended, ended, refused } from './enter.ts';
import { type KeysKept, mayBeForgotten, tombstoneKeys } from './keysKept.ts';
import { refusals } from './refusals.ts';
import { transact } from './rollback.ts';
import type { Surroundings } from './surroundings.ts';

/** Who gives an ID up, and what is known of where it may have been. */
export interface Burial {
  principal: string;
  isOwner(principal: string): boolean;
  kept: KeysKept;
}

/**
 * Marks an ID as spent where nothing has begun under it, so that a late call is refused: the provable way out of a
 * doubt. Where something has begun, the answer says what; and of an ID that may be forgotten, nothing is promised.
 */
export async function tombstone<Native>(
  around: Surroundings<Native>,
  requestId: string,
  { principal, isOwner, kept }: Burial,
): Promise<Ended> {
  const createdAt = requestIdTime(requestId);
  const claim = {
    requestId,
    principal,
    operation: '',
    fingerprint: '',
    uniqueKey: null,
    state: 'cancelled',
    lease: 0,
  } as const;
  const entry = { requestId, kind: 'cancelled' } as const;
  return transact<Native, Ended>(
    around.store,
    async (tx, undo) => {
      // Asked before the claim: how long the row must stay goes by the database's clock.
      const keys = tombstoneKeys(createdAt, (await tx.find(requestId)).now, kept);
      const { claimed, busy, row, now } = await tx.claim({ ...claim, keys });
      const cancelled: Ended = { ...refused(requestId, refusals.cancelled()), entries: [], spent: true };
      if (busy) return undo(refused(requestId, refusals.inProgress(1)));
      if (claimed || !row) {
        if (mayBeForgotten(createdAt, now, kept)) return undo(refused(requestId, refusals.keyTooOld(now)));
        const made = await tx.write(requestId, 1, {}, [entry]);
        return made ? cancelled : undo(refused(requestId, refusals.inProgress(1)));
      }
      // One that came before any call tells nothing of anybody; one that came after is its owner's.
      if (row.state === 'cancelled' && !row.fingerprint) return cancelled;
      if (!isOwner(row.principal)) return refused(requestId, refusals.scopeMismatch());
      if (row.state === 'cancelled') return cancelled;
      const decision = standing(row, now, { recoverable: false });
      if (decision.do === 'replay' || decision.do === 'refuse') return ended(requestId, decision);
      const change = { state: 'cancelled', fence: row.fence + 1, freeUnique: true } as const;
      const written = await tx.write(requestId, row, change, [entry]);
      return written ? cancelled : refused(requestId, refusals.inProgress(1));
    },
    { claims: claim },
  );
}
