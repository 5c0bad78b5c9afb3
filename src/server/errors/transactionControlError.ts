import { SafeActionError } from '../../core/errors/safeActionError.ts';

/** A handler began or ended its transaction in a way that would take it from the request ID. Nothing was sent. */
export class TransactionControlError extends SafeActionError {
  override readonly name = 'TransactionControlError';

  constructor() {
    super(
      'transaction_control',
      'A handler sent a statement that begins or ends a transaction, and it was not sent: the effect would have been ' +
        'committed or undone without its stored answer, and a repeat would run it twice. Leave beginning and ending to ' +
        'the store. A transaction within it may be begun and ended, each with a statement of its own, alone and awaited.',
    );
  }
}
