import type { Store } from '../core/ports.ts';
import { createPageStore } from './pageStore.ts';

/**
 * `disk`, and the page's memory only where storage is *absent*: no `indexedDB`, or access to it is refused. A store
 * that hangs or fails may hold an open action and is never replaced (law 11). Decided once per page load.
 */
export function unlessAbsent(disk: Store): Store {
  let chosen: Store | undefined;
  return {
    durability: () => (chosen ?? disk).durability(),
    transact: async (mode, work) => {
      if (!chosen) {
        try {
          const result = await disk.transact(mode, work);
          chosen = disk;
          return result;
        } catch (error) {
          if (!isAbsent(error)) throw error;
          chosen ??= createPageStore();
        }
      }
      return chosen.transact(mode, work);
    },
  };
}

function isAbsent(error: unknown): boolean {
  try {
    if (!globalThis.indexedDB) return true;
    // With cookies blocked, Chrome fails `open` with an UnknownError, which a broken disk causes too; only in the
    // first case does localStorage refuse as well.
    if ((error as Error).name === 'UnknownError') localStorage.getItem('');
    return isRefusal(error);
  } catch (refusal) {
    return isRefusal(refusal);
  }
}

const isRefusal = (error: unknown): boolean => (error as Error).name === 'SecurityError';
