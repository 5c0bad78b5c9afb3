import type { LogEntry } from '../logEntry.ts';
import type { Change, Expected } from '../store.ts';
import type { SqlValue } from './sqlSession.ts';

/** What `write` compares, in its order. */
export function expectedValues(expected: Expected): SqlValue[] {
  return typeof expected === 'number' ? [expected, null] : [expected.fence, expected.state];
}

/** What `write` sets, in its order. */
export function changeValues({ state, fence, lease, answer, answers, freeUnique }: Change): SqlValue[] {
  return [
    state ?? null,
    fence ?? null,
    lease ?? null,
    answer !== undefined,
    answer?.status ?? null,
    answer ? JSON.stringify(answer.headers) : null,
    answer?.body ?? null,
    answers ?? null,
    freeUnique ?? false,
  ];
}

/** Lines of the log, a column each. */
export function lineValues(entries: LogEntry[]): SqlValue[] {
  return [
    entries.map(({ requestId }) => requestId),
    entries.map(({ kind }) => kind),
    entries.map(({ detail }) => detail ?? null),
  ];
}
