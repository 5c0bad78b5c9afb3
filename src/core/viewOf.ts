import type { Policy } from './action.ts';
import type { ActionRecord } from './record.ts';
import { isOpen, stepOf } from './standing.ts';
import type { Problem, View } from './view.ts';

/** What this tab knows of a slot beside its record. */
export interface Sighting {
  record: ActionRecord | null;
  policy: Policy;
  tab: string;
  durability: 'disk' | 'memory';
  /** The store has not been read, or a tap is on its way into it. */
  starting: boolean;
  /** A row that nobody here can read holds the slot (law 8). */
  quarantined: boolean;
  /** The input is at hand. */
  sendable: boolean;
  changed: boolean;
  problem: Problem | undefined;
}

/** The one true view of a slot: never more than the record proves (law 7). */
export function viewOf(sighting: Sighting): View {
  const { record, policy, durability, problem } = sighting;
  const base = { durability, locked: false, ...(sighting.changed && { inputChanged: true as const }) };
  const idle = (why = problem): View => ({ ...base, status: 'idle', ...(why && { problem: why }) });
  if (sighting.starting) return { ...base, locked: true, status: 'wait', reason: 'starting' };
  if (sighting.quarantined)
    return { ...base, status: 'check', reason: 'quarantined', step: 'none', needsInput: false };
  // A tap that was refused ends what was shown before it; a `once` answer it does not concern.
  const past = !!problem && !!record && !isOpen(record) && !(record.status === 'done' && policy.once);
  if (!record || record.hidden || past) return idle();
  const { requestId } = record;
  const needsInput = !sighting.sendable;
  switch (record.status) {
    case 'pending':
    case 'wait': {
      if (record.reason === 'person')
        return {
          ...base,
          status: 'wait',
          reason: 'person',
          requestId,
          ...(record.next && { next: record.next }),
        };
      const locked = { ...base, locked: true, requestId };
      if (record.owner !== sighting.tab) return { ...locked, status: 'wait', reason: 'elsewhere' };
      if (record.status === 'pending')
        return { ...locked, status: 'pending', attempt: record.attempts.at(-1)?.number ?? 1 };
      const { due } = record;
      return {
        ...locked,
        status: 'wait',
        reason: record.reason ?? 'backoff',
        ...(due && { nextAttemptAt: Math.round(due.from.wall + due.ms) }),
      };
    }
    case 'retry':
      return { ...base, status: 'retry', requestId, needsInput, ...(problem && { problem }) };
    case 'check':
      return {
        ...base,
        status: 'check',
        requestId,
        reason: record.doubt ?? 'unanswered',
        step: stepOf(record, policy),
        needsInput,
      };
    case 'declined':
      return {
        ...base,
        status: 'declined',
        requestId,
        decline: record.decline ?? { code: 'declined', change: 'nothing' },
      };
    case 'done':
      return { ...base, status: 'done', requestId, data: record.data };
    case 'expired':
      return idle({ code: 'expired' });
    case 'abandoned':
      return idle();
  }
}
