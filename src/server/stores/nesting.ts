import { transactionControlIn } from './transactionControl.ts';

/** Within one another they are told apart by their order. */
const SAVEPOINT = 'safe_action_nested';

const STATEMENTS = {
  begin: `savepoint ${SAVEPOINT}`,
  commit: `release savepoint ${SAVEPOINT}`,
  rollback: `rollback to savepoint ${SAVEPOINT}; release savepoint ${SAVEPOINT}`,
};

/**
 * Transactions that a handler, or its query builder, begins and ends within its own: savepoints stand for them, so that
 * what is committed there is committed with the stored answer, or not at all.
 */
export interface Nesting {
  /**
   * What is to be sent in place of a `query`, which is given. Nothing for one that is to be sent as it is; `null` for one
   * that must not be sent.
   */
  of(asked: unknown, more: unknown[]): ((query: (text: string) => unknown) => unknown) | null | undefined;
}

export function createNesting(): Nesting {
  let depth = 0;
  return {
    of(asked, more) {
      const {
        text = asked,
        submit,
        callback,
      } = Object(asked) as Record<'text' | 'submit' | 'callback', unknown>;
      const control = typeof text === 'string' ? transactionControlIn(text) : undefined;
      if (!control) return undefined;
      const isAwaited = !submit && ![callback, ...more].some((each) => typeof each === 'function');
      if (control === 'refused' || !isAwaited || (control !== 'begin' && !depth)) return null;
      return async (query) => {
        depth += control === 'begin' ? 1 : -1;
        try {
          return await query(STATEMENTS[control]);
        } catch (error) {
          // It is as it was: a commit that failed is rolled back next.
          depth += control === 'begin' ? -1 : 1;
          throw error;
        }
      };
    },
  };
}
