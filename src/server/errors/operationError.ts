import { SafeActionError } from '../../core/errors/safeActionError.ts';

export type OperationErrorCode = 'principal_missing' | 'operation_invalid' | 'operation_unknown';

/** Thrown at once by `createIdempotency` and `handle`, for what no request can repair. */
export class OperationError extends SafeActionError {
  override readonly name = 'OperationError';
  declare readonly code: OperationErrorCode;

  constructor(code: OperationErrorCode, message: string) {
    super(code, message);
  }
}
