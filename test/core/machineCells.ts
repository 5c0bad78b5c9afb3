import { isDeepStrictEqual } from 'node:util';
import type { Instant } from '../../src/core/age.ts';
import type { Event, Situation } from '../../src/core/event.ts';
import { transition } from '../../src/core/machine.ts';
import type { Outcome } from '../../src/core/outcome.ts';
import type { ActionRecord } from '../../src/core/record.ts';
import type { Decline } from '../../src/core/view.ts';
import { at, attempt, frozen, mintOf, sample, situation } from './sampleRecord.ts';

const decline: Decline = { code: 'card_declined', change: 'payment' };
const open = (status: 'retry' | 'check' | 'pending' | 'wait', fields: Partial<ActionRecord>) =>
  sample({ status, ...fields });
const lost = attempt(1, 'unknown');
const unreached = attempt(1, 'unreached');
/** A backoff whose delay is over 4.9 s after the tap. */
const due = { from: at(4000), ms: 900 };
const stopped = { spent: 1000, retries: 0, polls: 0 };

/** Every state a record can be stored in, where it matters also by what its attempts proved. */
export const states = {
  'nothing yet': null,
  pending: open('pending', { attempts: [attempt(1)] }),
  'pending after a lost answer': open('pending', { attempts: [lost, attempt(2)] }),
  'wait/backoff': open('wait', { reason: 'backoff', due, attempts: [unreached] }),
  'wait/backoff after a lost answer': open('wait', { reason: 'backoff', due, attempts: [lost] }),
  'wait/offline': open('wait', { reason: 'offline', round: stopped }),
  'wait/offline after a lost answer': open('wait', { reason: 'offline', round: stopped, attempts: [lost] }),
  'wait/processing': open('wait', { reason: 'processing', due, attempts: [attempt(1, 'processing')] }),
  'wait/checking': open('wait', { reason: 'checking', ask: true, doubt: 'unanswered', attempts: [lost] }),
  'wait/person': open('wait', {
    reason: 'person',
    next: 'https://bank.example/3ds',
    round: stopped,
    attempts: [attempt(1, 'processing')],
  }),
  retry: open('retry', { attempts: [unreached] }),
  'check/unanswered': open('check', { doubt: 'unanswered', attempts: [lost] }),
  'check/unreadable': open('check', { doubt: 'unreadable', attempts: [lost] }),
  'check/refused': open('check', { doubt: 'refused', attempts: [lost, attempt(2, 'declined')] }),
  'check/stored-failure': open('check', { doubt: 'stored-failure', barred: true, attempts: [lost] }),
  'check/unprotected': open('check', { doubt: 'unprotected', unprotected: true, attempts: [lost] }),
  'check/expired': open('check', { doubt: 'expired', attempts: [lost] }),
  declined: sample({ status: 'declined', decline, attempts: [attempt(1, 'declined')] }),
  done: sample({ status: 'done', data: { id: 'r1' }, attempts: [attempt(1, 'done')] }),
  abandoned: sample({ status: 'abandoned', attempts: [lost] }),
  expired: sample({ status: 'expired', attempts: [unreached] }),
} satisfies Record<string, ActionRecord | null>;

export type State = keyof typeof states;

const outcomes = {
  done: { kind: 'done', data: { id: 'r1' } },
  'declined for good': { kind: 'declined', decline, proof: 'action' },
  'declined alone': { kind: 'declined', decline, proof: 'attempt' },
  processing: { kind: 'processing' },
  'processing elsewhere': { kind: 'processing', next: 'https://bank.example/3ds' },
  unreached: { kind: 'unreached' },
  absent: { kind: 'absent' },
  renew: { kind: 'renew', serverTime: 1_800_000_100_000 },
  lost: { kind: 'unknown', retry: true, reason: 'unanswered' },
  unreadable: { kind: 'unknown', retry: false, reason: 'unreadable' },
  'stored failure': { kind: 'unknown', retry: false, reason: 'stored-failure', barred: true },
} satisfies Record<string, Outcome>;

type OutcomeName = keyof typeof outcomes;
const outcomeNames = Object.keys(outcomes) as OutcomeName[];

type Make = (last: number) => { event: Omit<Event, keyof Situation> & Partial<Situation>; now?: Instant };

const same = mintOf('id-2');
const other = mintOf('id-2', { amount: 30 });
const seen = { requestId: 'id-1', changed: true };
const unseen = { requestId: 'id-0', changed: false };

/** Every event, five seconds after the tap, in tab A where nothing else is said. */
const events: Record<string, Make> = {
  tap: () => ({ event: { type: 'tap', mint: same } }),
  'tap with other input': () => ({ event: { type: 'tap', mint: other, compared: seen } }),
  'tap with other input, made before it was there': () => ({
    event: { type: 'tap', mint: other, compared: unseen },
  }),
  'tap on what was there before': () => ({ event: { type: 'tap', compared: unseen } }),
  'tap without input': () => ({ event: { type: 'tap' } }),
  'held tap': () => ({ event: { type: 'tap', mint: same, held: true } }),
  'held tap with other input': () => ({ event: { type: 'tap', mint: other, compared: seen, held: true } }),
  'second tap of a double tap': () => ({ event: { type: 'tap', mint: same }, now: at(499) }),
  resume: () => ({ event: { type: 'resume', tab: 'B' } }),
  takeover: () => ({ event: { type: 'takeover', tab: 'B' } }),
  wake: () => ({ event: { type: 'wake' } }),
  'wake too early': () => ({ event: { type: 'wake' }, now: at(4500) }),
  'wake offline': () => ({ event: { type: 'wake', online: false } }),
  'wake by focus': () => ({ event: { type: 'wake', focus: true } }),
  'wake in another tab': () => ({ event: { type: 'wake', tab: 'B' } }),
  ...Object.fromEntries(
    outcomeNames.map((name): [string, Make] => [
      `answer: ${name}`,
      (last) => ({
        event: {
          type: 'answer',
          attempt: last,
          outcome: outcomes[name],
          ...(name === 'renew' && { mint: mintOf('id-3') }),
        },
      }),
    ]),
  ),
  ...Object.fromEntries(
    outcomeNames.map((name): [string, Make] => [
      `asked: ${name}`,
      () => ({ event: { type: 'asked', outcome: outcomes[name] } }),
    ]),
  ),
  stop: () => ({ event: { type: 'stop' } }),
  abandon: () => ({ event: { type: 'abandon' } }),
  dismiss: () => ({ event: { type: 'dismiss' } }),
  deliver: () => ({ event: { type: 'deliver' } }),
  'deliver: shown only': () => ({ event: { type: 'deliver', untold: true } }),
};

export const eventNames = Object.keys(events);
export const stateNames = Object.keys(states) as State[];

/**
 * One cell: what the event makes of the state, in words. `as it was`: the same object and nothing to do; `only closes
 * its attempt`: nothing but the attempt's outcome is stored. Else the status with its reason, then `new ID`, `by B` (another sender), the flags that were set, and after `→` the effects.
 */
export function cell(state: State, name: string, policy = situation.policy, attemptNumber?: number): string {
  const record: ActionRecord | null = states[state];
  const { event, now = at(5000) } = (events[name] as Make)(
    attemptNumber ?? record?.attempts.at(-1)?.number ?? 1,
  );
  const full = frozen({ ...situation, policy, ...event } as Event);
  const next = transition(frozen(record), full, frozen(now));
  if (next.record === record && next.effects.length === 0) return 'as it was';
  const after = next.record;
  if (!after) return 'nothing';
  if (record && isDeepStrictEqual({ ...after, attempts: record.attempts }, record) && !next.effects.length)
    return 'only closes its attempt';
  const reason = after.status === 'check' ? after.doubt : after.reason;
  const flags = (['late', 'hidden', 'delivered', 'untold', 'absent', 'barred', 'renewed'] as const).filter(
    (flag) => after[flag] && !(after.requestId === record?.requestId && record[flag]),
  );
  const said = [
    reason ? `${after.status}/${reason}` : after.status,
    ...(record && after.requestId !== record.requestId ? ['new ID'] : []),
    ...(record && after.owner !== record.owner ? [`by ${after.owner}`] : []),
    ...flags,
    ...(after.round.over && !record?.round.over ? ['round over'] : []),
  ];
  const effects = next.effects.map((effect) => {
    if (effect.type === 'send') return `send ${effect.attempt}`;
    return effect.type === 'ask' ? 'ask' : `settle ${effect.record.status}`;
  });
  return said.join(', ') + (effects.length ? ` → ${effects.join(', ')}` : '');
}
