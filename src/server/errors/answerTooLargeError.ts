import { SafeActionError } from '../../core/errors/safeActionError.ts';

/** A handler's answer is longer than what the operation stores. Half a body is never stored. */
export class AnswerTooLargeError extends SafeActionError {
  override readonly name = 'AnswerTooLargeError';

  /** @param limit bytes */
  constructor(limit: number) {
    super(
      'answer_too_large',
      `The answer is longer than ${limit} bytes, so it cannot be stored for repeats. Answer with a reference to it, ` +
        "raise `maxAnswer`, or keep only its status with `answers: 'status'`.",
    );
  }
}
