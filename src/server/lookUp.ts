import type { CallFacts } from './call.ts';
import type { ExternalHandler, Recovery } from './operation.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Asks the provider what became of an effect. A lookup that fails, or gives nothing, as one written in JavaScript may,
 * has found nothing out.
 */
export async function lookUp<Native, Result>(
  around: Surroundings<Native>,
  handler: ExternalHandler<Native, never, Result>,
  facts: CallFacts,
): Promise<Recovery<Result>> {
  try {
    return (await handler.recover?.(facts.operationKey, facts)) ?? { found: 'unknown' };
  } catch (error) {
    around.report(error);
    return { found: 'unknown' };
  }
}
