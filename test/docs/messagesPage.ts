import type { Kind } from '../../src/core/action.ts';
import type { CheckReason, Decline, Problem, Step, View, WaitReason } from '../../src/core/view.ts';
import { english } from '../../src/react/english.ts';
import { german } from '../../src/react/german.ts';
import type { Messages } from '../../src/react/messages.ts';
import { isAlert, label, pick, say } from '../../src/react/say.ts';

type Row = [status: string, when: string, view: View];

const base = { durability: 'disk', locked: false } as const;
const known = { ...base, requestId: 'id' } as const;
const locked = { ...known, locked: true } as const;

const waits: WaitReason[] = ['backoff', 'offline', 'processing', 'elsewhere', 'checking', 'person'];

/** The steps that each reason can leave (design: the table of statuses). */
const checks: [CheckReason, Step[]][] = [
  ['unanswered', ['check', 'send']],
  ['unreadable', ['check', 'send']],
  ['refused', ['check', 'send', 'none']],
  ['stored-failure', ['check', 'none']],
  ['unprotected', ['check', 'none']],
  ['expired', ['check', 'none']],
  ['quarantined', ['none']],
];

const invalid: Problem = { code: 'invalid', issues: [{ message: '(what is wrong)' }] };
const unwritable: Problem = { code: 'storage_unwritable' };
const unanswered = { status: 'check', reason: 'unanswered' } as const;

const problems: Problem[] = [
  invalid,
  { code: 'storage_unreadable' },
  unwritable,
  { code: 'storage_absent' },
  { code: 'expired' },
];

const changes: Decline['change'][] = ['payment', 'input', 'sign-in', 'nothing'];

const rows: Row[] = [
  ...problems.map((problem): Row => ['idle', problem.code, { ...base, status: 'idle', problem }]),
  ['pending', 'first attempt', { ...locked, status: 'pending', attempt: 1 }],
  ['pending', 'later attempts', { ...locked, status: 'pending', attempt: 2 }],
  ...waits.map(
    (reason): Row => ['wait', reason, { ...known, locked: reason !== 'person', status: 'wait', reason }],
  ),
  ['wait', 'person, not stored', { ...known, status: 'wait', reason: 'person', problem: unwritable }],
  ['retry', '', { ...known, status: 'retry', needsInput: false }],
  ['retry', 'input not kept', { ...known, status: 'retry', needsInput: true }],
  ['retry', 'nothing on disk', { ...known, durability: 'memory', status: 'retry', needsInput: false }],
  ...checks.flatMap(([reason, steps]) =>
    steps.flatMap((step): Row[] => [
      ['check', `${reason}, step ${step}`, { ...known, status: 'check', reason, step, needsInput: false }],
      ...(step === 'send'
        ? [
            [
              'check',
              `${reason}, step ${step}, input not kept`,
              { ...known, status: 'check', reason, step, needsInput: true },
            ] satisfies Row,
          ]
        : []),
    ]),
  ),
  ['check', 'not stored', { ...known, ...unanswered, step: 'check', needsInput: false, problem: unwritable }],
  [
    'check',
    'filled in wrongly',
    { ...known, ...unanswered, step: 'send', needsInput: true, problem: invalid },
  ],
  ...changes.map(
    (change): Row => [
      'declined',
      `change ${change}`,
      { ...known, status: 'declined', decline: { code: 'x', change } },
    ],
  ),
  ['done', '', { ...known, status: 'done', data: undefined }],
];

const kinds: (Kind | undefined)[] = ['payment', 'account', 'message', 'save', undefined];

function tableOf(kind: Kind | undefined, words: Messages): string[] {
  const action = { ...(kind && { kind }), endpoint: 'idempotent' } as const;
  return [
    '| status | when | says | button |',
    '|---|---|---|---|',
    ...rows.map(
      ([status, when, view]) =>
        `| \`${status}\` | ${when} | ${isAlert(view) ? '**!** ' : ''}${say(view, action, words)} | ${label(view, kind, words) ?? '*its own*'} |`,
    ),
  ];
}

/** The words of the list of what is open, of the way out and of the reference. */
function othersOf(words: Messages): string[] {
  const { open, label: labels } = words;
  const lines = Object.entries(open.stands).map(([status, stands]): [string, string] => [
    `a row, \`${status}\``,
    open.line(pick(open.what, 'payment'), '14:02', pick(stands, 'payment')),
  ]);
  const texts: [string, string][] = [
    ['the list of open actions', pick(open.title, undefined)],
    ['the same, where nothing is open', pick(open.news, undefined)],
    ...lines,
    ['until the next attempt', words.countdown('…')],
    ['with `attempts`', words.attempt('2', '4')],
    ['beside an input', words.frozen('…')],
    ['the request ID', `${pick(words.reference, 'payment')} …`],
    ['its button', `${pick(labels.copy, 'payment')}, ${pick(labels.copied, 'payment')}`],
    ['the way out, after 10 s', pick(labels.stopWaiting, 'payment')],
    ['the way out, in `check`', pick(labels.giveUp, 'payment')],
    ['its consent', pick(labels.understood, 'payment')],
    ['its button', pick(labels.abandon, 'payment')],
    ['afterwards', pick(words.abandoned, 'payment')],
    ['the link in `wait/person`', pick(labels.next, 'payment')],
    ['the link to the form', pick(labels.form, 'payment')],
    ['news', pick(labels.close, 'payment')],
    ['the tap asked for something else', pick(words.inputChanged, 'payment')],
    ['open, and nothing is on disk: the last sentence', pick(words.memory, 'payment')],
  ];
  return ['| where | says |', '|---|---|', ...texts.map(([where, text]) => `| ${where} | ${text} |`)];
}

/** docs/messages.md: every text, as the components make it. */
export function messagesPage(): string {
  const languages: [string, Messages][] = [
    ['English', english],
    ['German', german],
  ];
  return [
    '# Messages',
    '',
    'Every text that the components say, made by the code (`npm run docs:messages`). **!** is an alert, the rest is said politely. The endpoint is one that honours the ID; for `unprotected` the promise that nothing happens twice is never made. A decline begins with the words of the server where it has some. How to replace them: [Words](react.md#words). What each status means: [Statuses](statuses.md).',
    ...languages.flatMap(([language, words]) => [
      ...kinds.flatMap((kind) => ['', `## ${language}: ${kind ?? 'no kind'}`, '', ...tableOf(kind, words)]),
      '',
      `## ${language}: the rest, for a payment`,
      '',
      ...othersOf(words),
    ]),
    '',
  ].join('\n');
}
