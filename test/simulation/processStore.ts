import type { ServerStore, ServerTransaction, TransactOptions } from '../../src/server/store.ts';
import type { MemoryData } from '../../src/testing/memoryServerStore.ts';
import type { ServerStep } from './server.ts';
import type { Session } from './serverProcess.ts';

type Store = ServerStore<MemoryData>;

export interface ProcessStoreOptions {
  /** The database itself. */
  store: Store;
  /** Before each step of the process, which may be its last one. */
  step: (name: ServerStep) => Promise<void>;
  /** Ends where the process runs. */
  runs: () => Promise<void>;
  /** Before each statement of a transaction; a promise where the process is stopped there. */
  statement: () => Promise<void> | undefined;
  /** The transactions that the process has open. */
  sessions: Set<Session>;
  /** Something may be committed. */
  committed: () => void;
  /** How often the database has begun anew: what was open then is rolled back. */
  database: () => number;
}

/** The database as one process sees it that may die or stop, and whose transactions the database may end. */
export function createProcessStore(options: ProcessStoreOptions): Store {
  const { store, step, runs, statement, sessions, committed, database } = options;

  const transact = async <T>(
    work: (tx: ServerTransaction<MemoryData>) => Promise<T>,
    given?: TransactOptions,
  ): Promise<T> => {
    await step('reserve');
    const whole = store.transact((tx) => {
      const begun = database();
      let isOver = false;
      return new Promise<T>((resolve, reject) => {
        const session: Session = {
          idle: given?.idle ?? 30_000,
          end: () => {
            isOver = true;
            reject(new Error('The database has ended an idle transaction'));
          },
        };
        sessions.add(session);
        const through = async () => {
          const ended = await work(watched(tx, () => isOver));
          await step('commit');
          if (database() !== begun) throw new Error('The database has begun anew');
          return ended;
        };
        through()
          .then(resolve, reject)
          .finally(() => sessions.delete(session));
      });
    }, given);
    const result = await whole.catch(async (error) => {
      await runs();
      throw error;
    });
    committed();
    await step('answer');
    return result;
  };

  const watched = (tx: ServerTransaction<MemoryData>, isOver: () => boolean): typeof tx => {
    const each =
      <Given extends unknown[], Result>(run: (...given: Given) => Promise<Result>) =>
      (...given: Given): Promise<Result> => {
        const go = (): Promise<Result> =>
          isOver() ? Promise.reject(new Error('This transaction has ended')) : run(...given);
        return statement()?.then(go) ?? go();
      };
    return {
      native: tx.native,
      claim: each(tx.claim),
      find: each(tx.find),
      write: each(tx.write),
      raise: each(tx.raise),
      log: each(tx.log),
    };
  };

  return {
    ...store,
    transact,
    find: (requestId) => transact((tx) => tx.find(requestId)),
    write: (...change) => transact((tx) => tx.write(...change)),
    log: (entries) => transact((tx) => tx.log(entries)),
  };
}
