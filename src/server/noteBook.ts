import { guarded } from './guarded.ts';
import type { LogEntry } from './logEntry.ts';
import type { ServerStore } from './store.ts';

/** More lines than these, which the store has not taken yet, are dropped and reported. */
const ROOM = 10_000;
const BATCH = 500;

/**
 * Lines of the log that no row's change goes with: replays and refusals. They are written beside the answer, and all
 * that wait together, so that a thousand clients that come back at once cost a few inserts and wait for none.
 */
export interface NoteBook {
  note(entries: readonly LogEntry[]): void;
  /** Resolves when the store has taken, or refused, what was noted so far. */
  written(): Promise<void>;
}

/** @param waitUntil hears of each writing that is under way, for platforms that freeze a worker after its answer */
export function createNoteBook(
  store: Pick<ServerStore, 'log'>,
  report: (error: unknown) => void,
  waitUntil: (writing: Promise<void>) => unknown = () => {},
): NoteBook {
  const waiting: LogEntry[] = [];
  let writing: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    // What is noted in the same task goes together.
    await Promise.resolve();
    try {
      while (waiting.length > 0) await store.log(waiting.splice(0, BATCH)).catch(report);
    } finally {
      // In the task of the last look, so that a line that comes after it finds no writing, and starts one.
      writing = undefined;
    }
  };

  return {
    note(entries) {
      if (entries.length === 0) return;
      if (waiting.length + entries.length > ROOM)
        return report(new Error(`The store is slow: ${entries.length} lines of the log were dropped.`));
      waiting.push(...entries);
      if (writing) return;
      const begun = write();
      writing = begun;
      // It fails where the platform takes nothing more for this request: it is written all the same, or not.
      guarded(() => waitUntil(begun), report);
    },
    written: async () => writing,
  };
}
