import { SafeActionError } from './safeActionError.ts';

export type DefinitionErrorCode =
  | 'unknown_option'
  | 'invalid_option'
  | 'keep_id_without_check'
  | 'retention_below_deadline'
  | 'duplicate_name'
  | 'unknown_action'
  | 'invalid_subject';

/** Thrown at once by `defineAction`, `createSafeActions`, its client and the hooks, for what no network can repair. */
export class DefinitionError extends SafeActionError {
  override readonly name = 'DefinitionError';
  declare readonly code: DefinitionErrorCode;

  constructor(code: DefinitionErrorCode, message: string) {
    super(code, message);
  }
}
