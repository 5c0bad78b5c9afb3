import { CLOCK_SKEW, standing } from './decide.ts';
import { type Ended, ended, refused } from './enter.ts';
import { refusals } from './refusals.ts';
import { transact } from './rollback.ts';
import type { Surroundings } from './surroundings.ts';

/** How long a tombstone is kept that was there before any call, ms: as long as keys are by default. */
const KEYS = 30 * 24 * 3_600_000;

/**
 * Marks an ID as spent where nothing has begun under it, so that a late call is refused: the provable way out of a
 * doubt. Where something has begun, the answer says what.
 */
export async function tombstone<Native>(
  around: Surroundings<Native>,
  requestId: string,
  principal: string,
  isOwner: (principal: string) => boolean,
): Promise<Ended> {
  const claim = {
    requestId,
    principal,
    operation: '',
    fingerprint: '',
    uniqueKey: null,
    state: 'cancelled',
    lease: 0,
    keys: KEYS + CLOCK_SKEW,
  } as const;
  const entry = { requestId, kind: 'cancelled' } as const;
  return transact<Native, Ended>(
    around.store,
    async (tx, undo) => {
      const { claimed, busy, row, now } = await tx.claim(claim);
      const cancelled: Ended = { ...refused(requestId, refusals.cancelled()), entries: [], spent: true };
      if (busy) return undo(refused(requestId, refusals.inProgress(1)));
      if (claimed || !row) {
        const made = await tx.write(requestId, 1, {}, [entry]);
        return made ? cancelled : undo(refused(requestId, refusals.inProgress(1)));
      }
      if (row.state === 'cancelled') return cancelled;
      if (!isOwner(row.principal)) return refused(requestId, refusals.scopeMismatch());
      const decision = standing(row, now, { recoverable: false });
      if (decision.do === 'replay' || decision.do === 'refuse') return ended(requestId, decision);
      const change = { state: 'cancelled', fence: row.fence + 1, freeUnique: true } as const;
      const written = await tx.write(requestId, row, change, [entry]);
      return written ? cancelled : refused(requestId, refusals.inProgress(1));
    },
    { claims: claim },
  );
}
