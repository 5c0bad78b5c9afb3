import { describe, expect, it } from 'vitest';
import type { Kind } from '../../src/core/action.ts';
import type { Change, CheckReason, Problem, Step, View, WaitReason } from '../../src/core/view.ts';
import { english } from '../../src/react/english.ts';
import { german } from '../../src/react/german.ts';
import { isAlert, isBusy, label, say } from '../../src/react/say.ts';

const kinds: (Kind | undefined)[] = ['payment', 'account', 'message', 'save', undefined];
const waits: WaitReason[] = [
  'starting',
  'backoff',
  'offline',
  'processing',
  'elsewhere',
  'checking',
  'person',
];
const checks: CheckReason[] = [
  'unanswered',
  'unreadable',
  'refused',
  'stored-failure',
  'unprotected',
  'expired',
  'quarantined',
];
const steps: Step[] = ['check', 'send', 'none'];
const changes: Change[] = ['payment', 'input', 'sign-in', 'nothing'];
const problems: Problem[] = [
  { code: 'invalid', issues: [{ message: 'The address is incomplete' }] },
  { code: 'storage_unreadable' },
  { code: 'storage_unwritable' },
  { code: 'storage_absent' },
  { code: 'expired' },
];

const base = { durability: 'disk', locked: false } as const;
const known = { ...base, requestId: 'pay_1' } as const;

const views: View[] = [
  { ...base, status: 'idle' },
  ...problems.map((problem): View => ({ ...base, status: 'idle', problem })),
  { ...known, status: 'pending', attempt: 1, locked: true },
  ...waits.map((reason): View => ({ ...known, status: 'wait', reason, locked: reason !== 'person' })),
  ...[true, false].map((needsInput): View => ({ ...known, status: 'retry', needsInput })),
  ...problems.map((problem): View => ({ ...known, status: 'retry', needsInput: false, problem })),
  ...checks.flatMap((reason) =>
    steps.flatMap((step) =>
      [true, false].map((needsInput): View => ({ ...known, status: 'check', reason, step, needsInput })),
    ),
  ),
  ...changes.flatMap((change): View[] => [
    { ...known, status: 'declined', decline: { code: 'x', change } },
    { ...known, status: 'declined', decline: { code: 'x', change, message: 'The card has expired' } },
  ]),
  { ...known, status: 'done', data: undefined },
];

const cases = views.flatMap((view) =>
  kinds.map((kind) => ({
    view,
    kind,
    text: say(view, { ...(kind && { kind }), endpoint: 'idempotent' }, english),
  })),
);
const silent = (view: View) =>
  (view.status === 'idle' && !view.problem) || (view.status === 'wait' && view.reason === 'starting');

describe('every status, for every reason and every kind', () => {
  it('has words, but for idle without a problem and for starting', () => {
    for (const { view, text } of cases)
      expect({ view, spoken: text !== '' }).toEqual({ view, spoken: !silent(view) });
  });

  it('speaks in whole sentences: a person is not told "undefined", nor a code', () => {
    for (const { text } of cases) if (text) expect(text).toMatch(/^[A-Z][^_]*[.…]$/);
  });

  it('never says "oops", and never "try again" where it may have happened', () => {
    for (const { view, text } of cases) {
      expect(text).not.toMatch(/oops|undefined|error code/i);
      if (view.status !== 'retry') expect(text).not.toMatch(/try again/i);
      if (view.status === 'check') expect(text).not.toMatch(/nothing was|no account was/i);
    }
  });

  it('says of money whether any can have been charged, as soon as the machine stopped', () => {
    for (const { view, kind, text } of cases) {
      if (kind !== 'payment') continue;
      if (view.status === 'retry' && !view.problem) expect(text).toContain('Nothing was charged.');
      if (view.status === 'declined') expect(text).toContain('Nothing was charged.');
      if (view.status === 'check')
        expect(text).toMatch(/You may have been charged\.|You will not be charged twice\./);
    }
  });

  it('says of money that waits that nobody is charged twice, where the endpoint honours the ID (law 12)', () => {
    for (const { view, kind, text } of cases) {
      if (view.status !== 'wait' || view.reason === 'starting') continue;
      expect(text.includes('twice')).toBe(kind === 'payment');
      expect(say(view, { kind: 'payment', endpoint: 'unprotected' }, english)).not.toContain('twice');
    }
  });

  it("names the one next step at the end, where it is the person's", () => {
    for (const { view, text } of cases) {
      if (view.status === 'retry' && !view.problem)
        expect(text).toMatch(/(Try again|Fill in the same again)\.$/);
      if (view.status === 'idle' && view.problem?.code === 'expired') expect(text).toMatch(/Start again\.$/);
    }
  });

  it('promises "not twice" only where the endpoint honours the ID and a step is left (laws 7 and 12)', () => {
    for (const { view, text } of cases)
      if (view.status === 'check' && (view.step === 'none' || view.reason === 'unprotected'))
        expect(text).not.toMatch(/twice|second account/);
  });

  it('is an alert only where the person must act', () => {
    for (const { view } of cases)
      expect(isAlert(view)).toBe(
        ['retry', 'check', 'declined'].includes(view.status) || (view.status === 'idle' && !!view.problem),
      );
  });
});

describe('German', () => {
  const said = views.flatMap((view) =>
    kinds.map((kind) => ({
      view,
      kind,
      text: say(view, { ...(kind && { kind }), endpoint: 'idempotent' }, german),
    })),
  );

  it('has words wherever English has, in whole sentences, and none of its own left', () => {
    const englishWords = /\b(the|you|not|and|this|please|nothing)\b/i;
    for (const [index, { view, text }] of said.entries()) {
      expect({ view, spoken: text !== '' }).toEqual({ view, spoken: cases[index]?.text !== '' });
      // The server's own words are in its language.
      const own = text.replace('The address is incomplete', '').replace('The card has expired', '');
      expect(own).not.toMatch(englishWords);
      if (text) expect(text).toMatch(/[.…]$/);
    }
  });

  it('claims no more than English does', () => {
    for (const { view, kind, text } of said) {
      if (kind === 'payment' && ['retry', 'declined'].includes(view.status) && !('problem' in view))
        expect(text).toContain('Es wurde nichts abgebucht.');
      if (view.status !== 'check') continue;
      expect(text).not.toMatch(/Es wurde nichts|kein Konto angelegt|noch einmal\.$/);
      const doubtful = view.step === 'none' || view.reason === 'unprotected';
      expect(/zweimal|zweites Konto/.test(text)).toBe(!doubtful);
      expect(/Möglicherweise/.test(text)).toBe(doubtful);
    }
  });

  it('has every label, and every other text', () => {
    const texts = (words: unknown): string[] =>
      typeof words === 'string' ? [words] : Object.values(words as object).flatMap(texts);
    expect(texts({ ...german, wait: { ...german.wait, starting: '-' } })).not.toContain('');
    expect(Object.keys(german).sort()).toEqual(Object.keys(english).sort());
  });
});

describe('the words', () => {
  const payment = (view: View) => say(view, { kind: 'payment', endpoint: 'idempotent' }, english);

  it('are those of the design', () => {
    expect(payment({ ...known, status: 'pending', attempt: 1 })).toBe('Processing payment…');
    expect(payment({ ...known, status: 'wait', reason: 'backoff' })).toBe(
      'Still trying. Please wait. You will not be charged twice.',
    );
    expect(payment({ ...known, status: 'retry', needsInput: false })).toBe(
      'We could not reach the server. Nothing was charged. Try again.',
    );
    expect(
      payment({ ...known, status: 'check', reason: 'unanswered', step: 'send', needsInput: false }),
    ).toBe('We got no answer yet. You will not be charged twice. Finish it now.');
  });

  it("begin a decline with the server's own, made a sentence", () => {
    const decline = {
      code: 'x',
      message: 'The card has expired',
      change: 'payment',
      fields: { cvc: 'Wrong' },
    } as const;
    expect(payment({ ...known, status: 'declined', decline })).toBe(
      'The card has expired. Wrong. Nothing was charged. Use another way to pay.',
    );
  });

  it('ask for the input where it was not kept', () => {
    expect(payment({ ...known, status: 'retry', needsInput: true })).toMatch(/Fill in the same again\.$/);
    const check = { ...known, status: 'check', reason: 'unanswered', needsInput: true } as const;
    expect(payment({ ...check, step: 'send' })).toMatch(/Fill in the same again\.$/);
    expect(payment({ ...check, step: 'check' })).toMatch(/Check the status\.$/);
  });

  it('say that a change was not sent, and that the page must stay open while nothing is on disk (law 11)', () => {
    expect(
      payment({ ...known, status: 'pending', attempt: 1, durability: 'memory', inputChanged: true }),
    ).toBe(
      'Processing payment… Keep this page open until then. What you have changed since then was not sent.',
    );
  });

  it('say so for as long as it is open, and then no more', () => {
    for (const { view } of cases) {
      const isOpen = ['pending', 'wait', 'retry', 'check'].includes(view.status) && !silent(view);
      expect(payment({ ...view, durability: 'memory' }).endsWith('Keep this page open until then.')).toBe(
        isOpen,
      );
      expect(payment({ ...view, durability: 'disk' })).not.toContain('Keep this page open');
    }
  });

  it('fall back to the neutral ones, and can be replaced by the group', () => {
    const idle: View = { ...known, status: 'done', data: 1 };
    expect(say(idle, { endpoint: 'idempotent' }, english)).toBe('Done.');
    expect(
      say(idle, { kind: 'payment', endpoint: 'idempotent' }, { ...english, done: { neutral: 'Fertig.' } }),
    ).toBe('Fertig.');
    expect(say(idle, { kind: 'payment', endpoint: 'idempotent' }, { ...english, done: 'Bezahlt.' })).toBe(
      'Bezahlt.',
    );
  });
});

describe('the label of the button', () => {
  it.each<[View, string | undefined]>([
    [{ ...base, status: 'idle' }, undefined],
    [{ ...base, status: 'wait', reason: 'starting', locked: true }, undefined],
    [{ ...known, status: 'pending', attempt: 1, locked: true }, 'Processing payment…'],
    [{ ...known, status: 'wait', reason: 'backoff', locked: true }, 'Processing payment…'],
    [{ ...known, status: 'wait', reason: 'offline', locked: true }, undefined],
    [{ ...known, status: 'wait', reason: 'checking', locked: true }, 'Checking the status…'],
    [{ ...known, status: 'wait', reason: 'person' }, 'Check status'],
    [{ ...known, status: 'retry', needsInput: false }, 'Try again'],
    [{ ...known, status: 'check', reason: 'unanswered', step: 'check', needsInput: false }, 'Check status'],
    [{ ...known, status: 'check', reason: 'unanswered', step: 'send', needsInput: false }, 'Finish payment'],
    [{ ...known, status: 'check', reason: 'expired', step: 'none', needsInput: false }, undefined],
    [{ ...known, status: 'declined', decline: { code: 'x', change: 'payment' } }, undefined],
    [{ ...known, status: 'done', data: 1 }, undefined],
  ])('of %o is %s', (view, text) => {
    expect(label(view, 'payment', english)).toBe(text);
  });

  it('is busy while something is under way, which offline it is not', () => {
    for (const { view } of cases)
      expect(isBusy(view)).toBe(view.locked && !(view.status === 'wait' && view.reason === 'offline'));
  });
});
