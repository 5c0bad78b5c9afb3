import type { CallFacts } from './call.ts';
import type { ExternalHandler, Recovery } from './operation.ts';
import type { Surroundings } from './surroundings.ts';

/** The longest that a timer waits, ms: a longer one fires at once. */
const MAX = 2 ** 31 - 1;

/**
 * Asks the provider what became of an effect. A lookup that fails, takes longer than `limit` ms, or gives nothing, as
 * one written in JavaScript may, has found nothing out.
 */
export async function lookUp<Native, Result>(
  around: Surroundings<Native>,
  handler: ExternalHandler<Native, never, Result>,
  facts: CallFacts,
  limit: number = Number.POSITIVE_INFINITY,
): Promise<Recovery<Result>> {
  let cancel = (): void => {};
  const late = new Promise<never>((_, reject) => {
    if (limit === Number.POSITIVE_INFINITY) return;
    cancel = around.after(Math.min(limit, MAX), () =>
      reject(new Error(`\`recover\` of ${facts.requestId} has not said anything for ${limit} ms.`)),
    );
  });
  try {
    const asked = handler.recover?.(facts.operationKey, facts);
    return (await Promise.race([asked, late])) ?? { found: 'unknown' };
  } catch (error) {
    around.report(error);
    return { found: 'unknown' };
  } finally {
    cancel();
  }
}
