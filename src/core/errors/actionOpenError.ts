import type { Status } from '../view.ts';
import { SafeActionError } from './safeActionError.ts';

/** What the mirror Mutation rejects with when a round ended and the action is still open (`retry` or `check`). */
export class ActionOpenError extends SafeActionError {
  override readonly name = 'ActionOpenError';
  readonly requestId: string | undefined;
  readonly status: Status;

  constructor(requestId: string | undefined, status: Status) {
    super('action_open', `The round ended in "${status}".`);
    this.requestId = requestId;
    this.status = status;
  }
}
