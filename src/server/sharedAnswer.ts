import { type Ended, ended, enter, refused, type Visit } from './enter.ts';
import type { Operation } from './operation.ts';
import { refusals } from './refusals.ts';
import { transact } from './rollback.ts';
import type { StoredAnswer } from './row.ts';
import { settlement } from './settlement.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Gives an ID the answer of another one for the same business object, and stores it as its own: who has heard it must
 * not run later, when the other one is forgotten. Where the ID has got a row meanwhile, that row is the answer.
 */
export async function shareAnswer<Native>(
  around: Surroundings<Native>,
  operation: Operation,
  visit: Visit,
  answer: StoredAnswer,
): Promise<Ended> {
  const { requestId } = visit.claim;
  // The object stays the other one's.
  const claim = { ...visit.claim, uniqueKey: null };
  return transact<Native, Ended>(
    around.store,
    async (tx, undo) => {
      const entrance = await enter(tx, { ...visit, claim });
      if (entrance.how === 'end') return undo(entrance.ended);
      const { response, entries } = ended(requestId, { do: 'replay', answer });
      const made =
        entrance.how === 'run' && (await tx.write(requestId, 1, settlement(operation, answer), entries));
      return made ? { response, entries: [] } : undo(refused(requestId, refusals.inProgress(1)));
    },
    { claims: claim },
  );
}
