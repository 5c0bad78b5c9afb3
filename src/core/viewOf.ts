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

type Said = Distribute<View>;
type Distribute<One> = One extends unknown ? Omit<One, 'durability' | 'locked' | 'inputChanged'> : never;

/** The one true view of a slot: never more than the record proves (law 7). */
export function viewOf(sighting: Sighting): View {
  const said = say(sighting);
  return {
    ...said,
    durability: sighting.durability,
    locked: said.status === 'pending' || (said.status === 'wait' && said.reason !== 'person'),
    // Of what is shown: what was given up, or ended by this tap, is no measure of what comes after it.
    ...(sighting.changed && 'requestId' in said && { inputChanged: true as const }),
  };
}

function say({ record, policy, problem, tab, starting, quarantined, sendable }: Sighting): Said {
  const idle = (why = problem): Said => ({ status: 'idle', ...(why && { problem: why }) });
  if (starting) return { status: 'wait', reason: 'starting' };
  if (quarantined) return { status: 'check', reason: 'quarantined', step: 'none', needsInput: false };
  // A tap that was refused ends what was shown before it; a `once` answer it does not concern.
  const past = !!problem && !!record && !isOpen(record) && !(record.status === 'done' && policy.once);
  if (!record || record.hidden || past) return idle();
  const { requestId, reason, next, due } = record;
  const needsInput = !sendable;
  const refused = problem && { problem };
  switch (record.status) {
    case 'pending':
    case 'wait':
      if (reason === 'person')
        return { status: 'wait', reason, requestId, ...(next && { next }), ...refused };
      // Offline no tab is at work on it.
      if (record.owner !== tab && reason !== 'offline')
        return { status: 'wait', reason: 'elsewhere', requestId };
      if (record.status === 'pending')
        return { status: 'pending', requestId, attempt: record.attempts.at(-1)?.number ?? 1 };
      return {
        status: 'wait',
        reason: reason ?? 'backoff',
        requestId,
        ...(due && { nextAttemptAt: Math.round(due.from.wall + due.ms) }),
      };
    case 'retry':
      return { status: 'retry', requestId, needsInput, ...refused };
    case 'check':
      return {
        status: 'check',
        requestId,
        reason: record.doubt ?? 'unanswered',
        step: stepOf(record, policy),
        needsInput,
        ...refused,
      };
    case 'declined':
      return {
        status: 'declined',
        requestId,
        decline: record.decline ?? { code: 'declined', change: 'nothing' },
      };
    case 'done':
      return { status: 'done', requestId, data: record.data };
    case 'expired':
      return idle({ code: 'expired' });
    case 'abandoned':
      return idle();
  }
}
