import { type Ended, refused } from './enter.ts';
import { refusals } from './refusals.ts';
import type { Surroundings } from './surroundings.ts';

/** Where the store fails before anything was run, that is the answer. */
export async function safely(
  { report }: Pick<Surroundings<never>, 'report'>,
  requestId: string,
  work: () => Promise<Ended>,
): Promise<Ended> {
  try {
    return await work();
  } catch (error) {
    report(error);
    return refused(requestId, refusals.storeDown());
  }
}
