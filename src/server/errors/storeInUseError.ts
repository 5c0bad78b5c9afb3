import { SafeActionError } from '../../core/errors/safeActionError.ts';

/** Thrown by `pgliteStore`: two processes on one directory overwrite each other's rows. */
export class StoreInUseError extends SafeActionError {
  override readonly name = 'StoreInUseError';

  constructor(directory: string, owner: number) {
    super(
      'store_in_use',
      `Process ${owner} has the database in "${directory}" open, and a second one would overwrite its rows. End that ` +
        `process, use another directory, or use postgresStore. If it is no server of yours, delete "${directory}.pid".`,
    );
  }
}
