import { SafeActionError } from '../../core/errors/safeActionError.ts';

/** A handler went on with its transaction when that had been committed or rolled back. Nothing was sent. */
export class TransactionEndedError extends SafeActionError {
  override readonly name = 'TransactionEndedError';

  constructor() {
    super(
      'transaction_ended',
      'A handler used its transaction after that had ended, and nothing was sent: it would have been executed outside of ' +
        'it, or in that of another request. Await each statement before the handler answers or throws: `Promise.all` ' +
        'does not wait for the others where one fails.',
    );
  }
}
