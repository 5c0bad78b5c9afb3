import { type Call, isSubmitted } from './calling.ts';

/** Statements that were sent and are still to be answered. */
export interface Pending {
  isBusy(): boolean;
  /** Sends one. */
  send(own: Call, asked: unknown, more: unknown[]): unknown;
}

export function createPending(): Pending {
  let count = 0;
  const begin = (): (() => void) => {
    let isOpen = true;
    count += 1;
    return () => {
      if (isOpen) count -= 1;
      isOpen = false;
    };
  };
  return {
    isBusy: () => count > 0,
    send(own, asked, more) {
      // Nothing tells of its end.
      if (isSubmitted(asked)) return own(asked, ...more);
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
