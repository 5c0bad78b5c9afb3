/**
 * Base of every error this package throws. `code` is stable and has a page, docs/errors/<code>.md, which says what
 * happened, why, and how to fix it. Decide by `code`, never by `message`.
 */
export class SafeActionError extends Error {
  override readonly name: string = 'SafeActionError';
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(`${message} [docs/errors/${code}.md]`, options);
    this.code = code;
  }
}

export function isSafeActionError(error: unknown): error is SafeActionError {
  return error instanceof SafeActionError;
}
