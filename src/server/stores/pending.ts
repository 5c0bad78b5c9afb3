import { type Call, isSubmitted } from './calling.ts';

/** Statements that were sent and are still to be answered. */
export interface Pending {
  isBusy(): boolean;
  /** Whether something may stand before what is sent next, for as long as it likes. */
  isHeld(): boolean;
  /** Sends one. */
  send(own: Call, asked: unknown, more: unknown[]): unknown;
}

/**
 * @param ms how long a statement is waited for that comes after a cursor: one that is not closed takes every later
 * message behind it, and the database does not count it as idle
 * @param late hears of one that had no answer by then
 */
export function createPending(ms = 0, late?: () => void): Pending {
  let count = 0;
  let hadCursor = false;
  const begin = (): (() => void) => {
    let isOpen = true;
    const timer = hadCursor && late ? setTimeout(late, ms) : undefined;
    count += 1;
    return () => {
      clearTimeout(timer);
      if (isOpen) count -= 1;
      isOpen = false;
    };
  };
  return {
    isBusy: () => count > 0,
    isHeld: () => count > 0 || hadCursor,
    send(own, asked, more) {
      // Nothing tells of its end.
      if (isSubmitted(asked)) {
        hadCursor = true;
        return own(asked, ...more);
      }
      const answered = begin();
      const heard = more.map((each) =>
        typeof each === 'function'
          ? (...answer: unknown[]) => {
              answered();
              each(...answer);
            }
          : each,
      );
      try {
        const result = own(asked, ...heard);
        // Before whoever waits for it goes on.
        if (typeof Object(result).then === 'function') (result as Promise<unknown>).then(answered, answered);
        else if (!more.some((each) => typeof each === 'function')) answered();
        return result;
      } catch (error) {
        answered();
        throw error;
      }
    },
  };
}
