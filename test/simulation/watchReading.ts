import type { Key, Transaction } from '../../src/core/ports.ts';

/**
 * Tells what a transaction reads. One reads all that is settled in a scope: it takes along what a guest has begun.
 * `onMove` hears of it before anything is changed; `to` says in the end to which scope, if there was anything to move.
 */
export function watchReading(
  tx: Transaction,
  onRead: (key: Key) => void,
  onMove: (to: () => string | undefined) => void,
): Transaction {
  let from: string | undefined;
  let to: string | undefined;
  return {
    ...tx,
    get: (key) => {
      onRead(key);
      if (from !== undefined && key[0] === 'open' && key[2] !== from) to = key[2];
      return tx.get(key);
    },
    range: (prefix) => {
      onRead(prefix);
      if (prefix[0] === 'settled' && prefix.length === 3) {
        from = prefix[2];
        onMove(() => to);
      }
      return tx.range(prefix);
    },
  };
}
