import type { ExternalHandler, Operation } from './operation.ts';
import type { Surroundings } from './surroundings.ts';

/** One worker's hold on one row. */
export interface Work<Native, Result> {
  around: Surroundings<Native>;
  operation: Operation;
  handler: ExternalHandler<Native, never, Result>;
  requestId: string;
  fence: number;
}

/** Can anybody say what became of an effect, or is a second one harmless? */
export function isRecoverable(handler: { recover?: unknown }, { options }: Operation): boolean {
  return !!handler.recover || options.providerRetention !== undefined;
}
