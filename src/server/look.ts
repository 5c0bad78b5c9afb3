import { decide } from './decide.ts';
import { type Ended, ended, type Visit } from './enter.ts';
import type { Surroundings } from './surroundings.ts';

/** Younger than this, a call is taken for the first one under its ID, ms. */
const YOUNG = 1000;

/**
 * May there be an answer already? A guess that costs a first call one question, or a repeat a transaction; an ID of
 * another make does not say when it was made.
 */
export function isOld({ now }: Pick<Surroundings<never>, 'now'>, { arrival }: Visit): boolean {
  return arrival.createdAt === undefined || now() - arrival.createdAt > YOUNG;
}

/**
 * One question without a transaction: what is over stays as it is, and what is at work is somebody else's. `undefined`
 * where there may be something to do, which only a transaction can tell.
 */
export async function look<Native>(
  { store }: Pick<Surroundings<Native>, 'store'>,
  { claim: { requestId }, arrival, rules }: Visit,
): Promise<Ended | undefined> {
  const found = await store.find(requestId);
  if (!found.row && !found.busy) return undefined;
  const decision = decide({ ...found, claimed: false, rival: null }, arrival, rules);
  return decision.do === 'replay' || decision.do === 'refuse' ? ended(requestId, decision) : undefined;
}
