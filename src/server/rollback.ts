import type { ServerStore, ServerTransaction } from './store.ts';

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
  idle?: number,
): Promise<T> {
  try {
    return await store.transact(
      (tx) =>
        work(tx, (value) => {
          throw new Rollback(value);
        }),
      idle,
    );
  } catch (error) {
    if (error instanceof Rollback) return error.value as T;
    throw error;
  }
}
