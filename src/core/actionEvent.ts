import type { ActionRecord } from './record.ts';

/** What `client.subscribe` hears. No event carries an input or an answer (law 9). `at` is Unix ms. */
export type ActionEvent = {
  readonly at: number;
  readonly name: string;
  readonly subject: string;
  readonly requestId?: string;
} & ActionEventDetail;

export type ActionEventDetail =
  | { readonly type: 'minted' }
  /** A tap while the action was under way: a person who was not sure. */
  | { readonly type: 'joined' }
  | { readonly type: 'attempt'; readonly attempt: number }
  /** `ms` from start to end. */
  | { readonly type: 'outcome'; readonly attempt: number; readonly outcome: string; readonly ms: number }
  /** Another page load is the sender now. */
  | { readonly type: 'sender'; readonly fence: number }
  | { readonly type: 'status'; readonly status: string; readonly reason?: string }
  /** Something is worse than promised: `storage_unwritable`, `storage_unreadable`, `storage_absent`, `invalid`, `quarantined`. */
  | { readonly type: 'problem'; readonly code: string };

/** What happened to a record between two of its states, in order. */
export function eventsBetween(before: ActionRecord | null, after: ActionRecord, at: number): ActionEvent[] {
  const { name, subject, requestId } = after;
  const events: ActionEvent[] = [];
  const say = (detail: ActionEventDetail, time = at) =>
    events.push({ at: time, name, subject, requestId, ...detail });
  const same = before?.requestId === requestId ? before : null;
  if (!same) say({ type: 'minted' }, after.minted.wall);
  for (const { number, at: start, outcome, ms = 0 } of after.attempts) {
    const earlier = same?.attempts.find((attempt) => attempt.number === number);
    if (!earlier) say({ type: 'attempt', attempt: number }, start.wall);
    if (outcome && outcome !== earlier?.outcome)
      say({ type: 'outcome', attempt: number, outcome, ms }, start.wall + ms);
  }
  if (same && same.fence !== after.fence) say({ type: 'sender', fence: after.fence });
  const reason = reasonOf(after);
  if (same?.status !== after.status || reasonOf(same) !== reason)
    say({ type: 'status', status: after.status, ...(reason && { reason }) });
  return events;
}

const reasonOf = ({ status, reason, doubt }: ActionRecord) => (status === 'check' ? doubt : reason);
