import type { ServerStore, ServerTransaction, TransactOptions } from './store.ts';

/** What undoes a transaction and is no failure. */
class Rollback<T> {
  readonly value: T;

  constructor(value: T) {
    this.value = value;
  }
}

/** A transaction that can end with a value and be undone all the same. */
export async function transact<Native, T>(
  store: ServerStore<Native>,
  work: (tx: ServerTransaction<Native>, undo: (value: T) => never) => Promise<T>,
  options?: TransactOptions,
): Promise<T> {
  try {
    return await store.transact(
      (tx) =>
        work(tx, (value) => {
          throw new Rollback(value);
        }),
      options,
    );
  } catch (error) {
    if (error instanceof Rollback) return error.value as T;
    throw error;
  }
}
