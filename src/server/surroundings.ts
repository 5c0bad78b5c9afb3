import type { LogEntry } from './logEntry.ts';
import type { ServerStore } from './store.ts';

/** What every call of one `createIdempotency` shares. */
export interface Surroundings<Native> {
  store: ServerStore<Native>;
  /** Calls `task` once after `ms`. Returns what cancels it. */
  after(ms: number, task: () => void): () => void;
  /** This server's clock, Unix ms: for what is only a guess. What counts is the database's. */
  now(): number;
  /** Ms since whenever, by a clock that nobody sets. */
  monotonic(): number;
  /** Hears of what a handler or the store threw, and under which ID the log tells of it. */
  report(error: unknown, requestId?: string): void;
}

/** The same, for what is done under one ID. */
export const under = <Native>(all: Surroundings<Native>, requestId: string): Surroundings<Native> => ({
  ...all,
  report: (error) => all.report(error, requestId),
});

/** Logs what has no transaction of its own. A line that cannot be written is no reason to refuse a call. */
export async function tell<Native>(
  { store, report }: Surroundings<Native>,
  entries: LogEntry[],
): Promise<void> {
  await store.log(entries).catch(report);
}

export function pause({ after }: Pick<Surroundings<unknown>, 'after'>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    after(ms, resolve);
  });
}
