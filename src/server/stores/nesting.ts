import { transactionControlIn } from './transactionControl.ts';

/** Within one another they are told apart by their order. */
const SAVEPOINT = 'safe_action_nested';

const STATEMENTS = {
  begin: `savepoint ${SAVEPOINT}`,
  commit: `release savepoint ${SAVEPOINT}`,
  rollback: `rollback to savepoint ${SAVEPOINT}; release savepoint ${SAVEPOINT}`,
};

type Send = (text: string) => unknown;

/**
 * Transactions that a handler, or its query builder, begins and ends within its own: savepoints stand for them, so that
 * what is committed there is committed with the stored answer, or not at all.
 */
export interface Nesting {
  /**
   * What is to be sent in place of a statement, by what sends one, and resolves with the result that the statement
   * would have had. Nothing for one that is to be sent as it is; `null` for one that must not be sent.
   *
   * @param isBusy whether another statement is still to be answered: a transaction that begins then is not within the
   * one that is open but beside it, and one of the two would undo what the other did
   */
  of(text: unknown, isBusy: boolean): ((send: Send) => Promise<object>) | null | undefined;
  /** What is open can be ended no more. Undone, it would take along what the store has written since it began. */
  close(): void;
}

export function createNesting(): Nesting {
  let open = { depth: 0 };
  return {
    of(text, isBusy) {
      const control = typeof text === 'string' ? transactionControlIn(text) : undefined;
      if (!control) return undefined;
      if (control === 'refused' || (control === 'begin' ? isBusy : !open.depth)) return null;
      return async (send) => {
        const level = open;
        level.depth += control === 'begin' ? 1 : -1;
        try {
          // Two statements have two results.
          const results = [await send(STATEMENTS[control])].flat();
          return Object.assign(Object(results.at(-1)), { command: control.toUpperCase() });
        } catch (error) {
          // It is as it was: a commit that failed is rolled back next.
          level.depth += control === 'begin' ? -1 : 1;
          throw error;
        }
      };
    },
    close() {
      open = { depth: 0 };
    },
  };
}
