import type { State } from './machineCells.ts';

type Cells = Record<string, readonly State[]>;

const active = [
  'pending',
  'pending after a lost answer',
  'wait/backoff',
  'wait/backoff after a lost answer',
  'wait/offline',
  'wait/offline after a lost answer',
  'wait/processing',
  'wait/checking',
] as const satisfies readonly State[];
const sendable = [
  'check/unanswered',
  'check/unreadable',
  'check/refused',
] as const satisfies readonly State[];
const stuck = [
  'check/stored-failure',
  'check/unprotected',
  'check/expired',
] as const satisfies readonly State[];
const checks = [...sendable, ...stuck] as const;
const settled = ['declined', 'done', 'abandoned', 'expired'] as const satisfies readonly State[];
const open = [...active, 'wait/person', 'retry', ...checks] as const satisfies readonly State[];
const all = ['nothing yet', ...open, ...settled] as const satisfies readonly State[];
const waits = active.slice(2);
const first = ['pending'] as const;
const second = ['pending after a lost answer'] as const;
const inFlight = [...first, ...second] as const;
const but = (list: readonly State[], ...without: readonly State[]): State[] =>
  list.filter((state) => !without.includes(state));

/** Where nothing is asked of the server, an answer to `check` changes nothing. */
const unasked = but(all, 'wait/checking');
/** An answer that proves nothing about a record that is not in flight. */
const late = {
  'only closes its attempt': but(all, 'nothing yet', ...inFlight),
  'as it was': ['nothing yet'],
} as const;

/**
 * The machine as one table: event → what it makes → of which states. The test fails for a state that an event leaves
 * out or names twice. Idempotent endpoint, no `check`, five seconds after the tap.
 */
export const table: Record<string, Cells> = {
  tap: {
    'pending → send 1': ['nothing yet'],
    'as it was': [...active, ...stuck, 'done'],
    'pending → send 2': ['wait/person', 'retry', 'check/unanswered', 'check/unreadable'],
    'pending → send 3': ['check/refused'],
    'pending, new ID → send 1': ['declined', 'abandoned', 'expired'],
  },
  'tap with other input': {
    'pending → send 1': ['nothing yet'],
    'as it was': [...active, ...stuck, 'done'],
    'pending → send 2': ['wait/person', 'check/unanswered', 'check/unreadable'],
    'pending → send 3': ['check/refused'],
    'pending, new ID → send 1, settle abandoned': ['retry'],
    'pending, new ID → send 1': ['declined', 'abandoned', 'expired'],
  },
  'tap with other input, made before it was there': {
    'pending → send 1': ['nothing yet'],
    'as it was': [...but(open, 'retry'), 'done'],
    'pending, new ID → send 1, settle abandoned': ['retry'],
    'pending, new ID → send 1': ['declined', 'abandoned', 'expired'],
  },
  'tap on what was there before': { 'as it was': all },
  'tap without input': {
    'as it was': ['nothing yet', ...active, ...stuck, ...settled],
    'pending → send 2': ['wait/person', 'retry', 'check/unanswered', 'check/unreadable'],
    'pending → send 3': ['check/refused'],
  },
  'held tap': {
    'pending → send 1': ['nothing yet'],
    'as it was': [...active, ...stuck, 'done'],
    'pending → send 2': ['wait/person', 'retry', 'check/unanswered', 'check/unreadable'],
    'pending → send 3': ['check/refused'],
    'pending, new ID → send 1': ['declined', 'abandoned', 'expired'],
  },
  'held tap with other input': {
    'pending → send 1': ['nothing yet'],
    'as it was': [...open, 'done'],
    'pending, new ID → send 1': ['declined', 'abandoned', 'expired'],
  },
  'second tap of a double tap': {
    'pending → send 1': ['nothing yet'],
    'as it was': [...open, ...settled],
  },
  resume: {
    'as it was': ['nothing yet', 'retry', ...stuck, ...settled],
    'pending, by B → send 1': ['wait/offline'],
    'pending, by B → send 2': [
      'pending',
      'wait/person',
      'check/unanswered',
      'check/unreadable',
      ...but(waits, 'wait/offline'),
    ],
    'pending, by B → send 3': ['pending after a lost answer', 'check/refused'],
  },
  takeover: {
    'as it was': ['nothing yet', 'wait/person', 'retry', ...checks, ...settled],
    'wait/backoff, by B': inFlight,
    'pending, by B → send 1': ['wait/offline'],
    'pending, by B → send 2': but(waits, 'wait/offline', 'wait/checking'),
    'wait/checking, by B → ask': ['wait/checking'],
  },
  wake: {
    'as it was': ['nothing yet', ...inFlight, 'wait/checking', 'wait/person', 'retry', ...checks, ...settled],
    'pending → send 1': ['wait/offline'],
    'pending → send 2': but(waits, 'wait/offline', 'wait/checking'),
  },
  'wake too early': {
    'as it was': but(all, 'wait/offline', 'wait/offline after a lost answer'),
    'pending → send 1': ['wait/offline'],
    'pending → send 2': ['wait/offline after a lost answer'],
  },
  'wake offline': {
    'as it was': but(all, 'wait/backoff', 'wait/backoff after a lost answer', 'wait/processing'),
    'wait/offline': ['wait/backoff', 'wait/backoff after a lost answer', 'wait/processing'],
  },
  'wake by focus': {
    'as it was': ['nothing yet', ...inFlight, 'wait/checking', 'retry', ...checks, ...settled],
    'pending → send 1': ['wait/offline'],
    'pending → send 2': [...but(waits, 'wait/offline', 'wait/checking'), 'wait/person'],
  },
  'wake in another tab': { 'as it was': all },

  'answer: done': {
    'as it was': ['nothing yet'],
    done: open,
    'done, late': ['abandoned', 'declined', 'expired'],
    'only closes its attempt': ['done'],
  },
  'answer: declined for good': {
    'as it was': ['nothing yet'],
    declined: open,
    'only closes its attempt': settled,
  },
  'answer: declined alone': {
    'as it was': ['nothing yet'],
    declined: but(open, ...second, 'check/refused', 'check/stored-failure'),
    'check/refused': second,
    // No second answer makes a proof of what barred the ID.
    'only closes its attempt': ['check/refused', 'check/stored-failure', ...settled],
  },
  'answer: processing': { ...late, 'wait/processing': inFlight },
  'answer: processing elsewhere': { ...late, 'wait/person': inFlight },
  'answer: unreached': { ...late, 'wait/backoff': inFlight },
  'answer: absent': { ...late, 'check/unanswered': inFlight },
  'answer: renew': {
    ...late,
    'pending, new ID, renewed → send 1, settle abandoned': first,
    'check/expired': second,
  },
  'answer: lost': { ...late, 'wait/backoff': inFlight },
  'answer: unreadable': { ...late, 'check/unreadable': inFlight },
  'answer: stored failure': { ...late, 'check/stored-failure, barred': inFlight },

  'asked: done': {
    'as it was': ['nothing yet', 'done'],
    done: open,
    'done, late': ['abandoned', 'declined', 'expired'],
  },
  'asked: declined for good': { 'as it was': ['nothing yet', ...settled], declined: open },
  'asked: declined alone': {
    'as it was': unasked,
    'check/unanswered': ['wait/checking'],
  },
  'asked: processing': { 'as it was': unasked, 'wait/processing': ['wait/checking'] },
  'asked: processing elsewhere': { 'as it was': unasked, 'wait/person': ['wait/checking'] },
  'asked: unreached': { 'as it was': unasked, 'wait/backoff': ['wait/checking'] },
  'asked: absent': { 'as it was': unasked, 'pending → send 2': ['wait/checking'] },
  'asked: renew': { 'as it was': unasked, 'check/unanswered': ['wait/checking'] },
  'asked: lost': { 'as it was': unasked, 'wait/backoff': ['wait/checking'] },
  'asked: unreadable': { 'as it was': unasked, 'check/unanswered': ['wait/checking'] },
  'asked: stored failure': { 'as it was': unasked, 'check/unanswered': ['wait/checking'] },

  stop: {
    'as it was': ['nothing yet', ...settled],
    'pending, round over': inFlight,
    'retry, round over': ['wait/backoff', 'wait/offline', 'retry'],
    'check/unanswered, round over': [
      'wait/backoff after a lost answer',
      'wait/offline after a lost answer',
      'wait/processing',
      'wait/person',
      'check/unanswered',
    ],
    'wait/checking, round over': ['wait/checking'],
    ...Object.fromEntries(but(checks, 'check/unanswered').map((check) => [`${check}, round over`, [check]])),
  },
  abandon: {
    'as it was': ['nothing yet', ...inFlight, ...settled],
    abandoned: [...waits, 'wait/person', 'retry', ...checks],
  },
  dismiss: {
    'as it was': ['nothing yet', ...open],
    ...Object.fromEntries(settled.map((status) => [`${status}, hidden, delivered`, [status]])),
  },
  deliver: {
    'as it was': ['nothing yet', ...open],
    ...Object.fromEntries(settled.map((status) => [`${status}, delivered`, [status]])),
  },
  'deliver: shown only': {
    'as it was': ['nothing yet', ...open],
    ...Object.fromEntries(but(settled, 'done').map((status) => [`${status}, delivered`, [status]])),
    'done, delivered, untold': ['done'],
  },
};

/** Where a definition with a `check` differs from the table above: what may have run is asked about first. */
export const withCheckTable: Record<string, Cells> = {
  ...Object.fromEntries(
    ['tap', 'tap with other input', 'tap without input', 'held tap'].map((tap) => [
      tap,
      { 'wait/checking → ask': ['wait/person', ...checks] },
    ]),
  ),
  resume: { 'wait/checking, by B → ask': ['wait/checking', 'wait/person', ...checks] },
  'wake by focus': { 'wait/checking → ask': ['wait/person'] },
};

const doubtful = [
  'wait/backoff after a lost answer',
  'wait/offline after a lost answer',
  'wait/processing',
] as const satisfies readonly State[];
const woken = { 'check/unprotected': doubtful };

/** Where an unprotected endpoint differs: after an attempt that may have left, nothing is sent (law 12). */
export const unprotectedTable: Record<string, Cells> = {
  ...Object.fromEntries(
    ['tap', 'tap with other input', 'tap without input', 'held tap'].map((tap) => [
      tap,
      { 'check/unprotected': ['wait/person'], 'as it was': sendable },
    ]),
  ),
  resume: {
    'check/unprotected, by B': [...inFlight, ...doubtful, 'wait/person'],
    'check/unanswered, by B': ['wait/checking'],
    'as it was': sendable,
  },
  takeover: { 'check/unprotected, by B': [...inFlight, ...doubtful] },
  wake: woken,
  'wake too early': { 'check/unprotected': ['wait/offline after a lost answer'] },
  'wake offline': { 'check/unprotected': ['wait/backoff after a lost answer', 'wait/processing'] },
  'wake by focus': { 'as it was': ['wait/person'], 'check/unprotected': doubtful },
  'answer: declined alone': { 'check/unprotected': second },
  'answer: unreached': { 'check/unprotected': second },
  ...Object.fromEntries(
    ['processing', 'absent', 'lost', 'unreadable'].map((name) => [
      `answer: ${name}`,
      { 'check/unprotected': inFlight },
    ]),
  ),
  'answer: stored failure': { 'check/unprotected': inFlight },
  'asked: absent': { 'check/unanswered, absent': ['wait/checking'] },
};
