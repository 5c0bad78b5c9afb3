import { SafeActionError } from './safeActionError.ts';

/** What `ctx.fetch` rejects with when it refused to send: proof that this call never left (outcome `unreached`). */
export class NotSentError extends SafeActionError {
  override readonly name = 'NotSentError';

  constructor() {
    super(
      'not_sent',
      process.env.NODE_ENV === 'production'
        ? 'Not sent.'
        : 'ctx.fetch did not send: another tab is the sender now, or the intent is too old.',
    );
  }
}
