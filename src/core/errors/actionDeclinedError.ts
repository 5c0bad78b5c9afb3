import type { Decline } from '../view.ts';
import { SafeActionError } from './safeActionError.ts';

/** What the mirror Mutation rejects with when the server refused the action, and it did not run. */
export class ActionDeclinedError extends SafeActionError {
  override readonly name = 'ActionDeclinedError';
  readonly requestId: string;
  readonly decline: Decline;

  constructor(requestId: string, decline: Decline) {
    super('action_declined', `The action was declined (${decline.code}).`);
    this.requestId = requestId;
    this.decline = decline;
  }
}
