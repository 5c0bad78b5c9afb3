import type { Kind } from '../core/action.ts';
import type { Issue } from '../core/standardSchema.ts';
import type { Change, CheckReason, Decline, Problem, Step, WaitReason } from '../core/view.ts';

/** One text for every kind of action, or one per kind. */
export type Words = string | ({ neutral: string } & Partial<Record<Kind, string>>);

/**
 * Everything that the components say. A text on the screen is made of whole sentences from here: what happened, what it
 * means, and the one next step. Replace a group on the provider or on a component:
 * @example <SafeActionProvider messages={{ wait: { ...english.wait, offline: 'No network. Still saved.' } }}>
 */
export interface Messages {
  pending: Words;
  /** `starting` is silent by default: it lasts for a blink. */
  wait: Record<WaitReason, Words>;
  retry: Words;
  check: Record<CheckReason, Words>;
  done: Words;
  /** What is said where the server's decline has no words of its own. */
  declined: Words;
  /** The server's words on the fields of the form. */
  fields: (fields: NonNullable<Decline['fields']>) => string;
  /** What to change after a decline. */
  change: Record<Change, Words>;
  /** Why a tap sent nothing. */
  problem: { invalid: (issues: readonly Issue[]) => string } & Record<
    Exclude<Problem['code'], 'invalid'>,
    Words
  >;
  /** The next step in `check`. */
  step: Record<Step, Words>;
  /** The next step where the input was not kept. */
  needsInput: Words;
  /** Proved that it did not happen. */
  nothingHappened: Words;
  /** Not proved. */
  mayHaveHappened: Words;
  /** The promise of an idempotent endpoint. */
  notTwice: Words;
  /** The last tap asked for something else than what is under way. */
  inputChanged: Words;
  /** Nothing durable is available, so the page must stay open. */
  memory: Words;
  /** For asking a human about it. */
  support: (requestId: string) => string;
  /** After a person gave it up. */
  abandoned: Words;
  /** Of buttons and links; `retry`, `check`, `send` stand in the place of the button's own label. */
  label: Record<
    'retry' | 'check' | 'send' | 'next' | 'stopWaiting' | 'giveUp' | 'understood' | 'abandon',
    Words
  >;
}

export const english: Messages = {
  pending: {
    payment: 'Processing payment…',
    account: 'Creating account…',
    message: 'Sending…',
    save: 'Saving…',
    neutral: 'Processing…',
  },
  wait: {
    starting: '',
    backoff: 'Still trying. Please wait.',
    offline: 'You are offline. This goes on by itself once you are connected.',
    processing: 'The server is still working on it. Please wait.',
    elsewhere: 'Another tab is working on it. Please wait.',
    checking: 'Checking the status…',
    person: {
      payment: 'The payment needs your confirmation. Confirm it, then come back here.',
      neutral: 'One step is left for you. Take it, then come back here.',
    },
  },
  retry: 'We could not reach the server.',
  check: {
    unanswered: 'We got no answer yet.',
    unreadable: 'We got an answer that we could not read.',
    refused: 'The server refused this, but it may have worked before.',
    'stored-failure': 'The server had an error, and sending it again cannot help.',
    unprotected: 'We got no answer.',
    expired: 'This is too old to be sent again.',
    quarantined: 'This page cannot read something that was started here before.',
  },
  done: {
    payment: 'The payment is done.',
    account: 'The account is created.',
    message: 'Sent.',
    save: 'Saved.',
    neutral: 'Done.',
  },
  declined: { payment: 'The payment was declined.', neutral: 'This was declined.' },
  fields: (fields) => Object.values(fields).map(sentence).join(' '),
  change: {
    payment: 'Use another way to pay.',
    input: 'Change what you entered.',
    'sign-in': 'Sign in, then do it again.',
    nothing: 'Ask us if you need help.',
  },
  problem: {
    invalid: (issues) =>
      `Nothing was sent. Correct this first: ${issues.map(({ message }) => sentence(message)).join(' ')}`,
    storage_unreadable:
      'Nothing was sent, because this browser cannot read what was started before. Reload the page.',
    storage_unwritable:
      'Nothing was sent, because this browser could not store it. Free some space on this device.',
    storage_absent: 'Nothing was sent, because this window stores nothing. Open the page in another window.',
    expired: 'This is too old to be sent. Start again.',
  },
  step: {
    check: 'Check the status.',
    send: 'Finish it now.',
    none: {
      payment: 'Look at your bank account, or ask us, before you pay again.',
      neutral: 'Ask us before you do it again.',
    },
  },
  needsInput: 'Fill in the same again.',
  nothingHappened: {
    payment: 'Nothing was charged.',
    account: 'No account was created.',
    message: 'Nothing was sent.',
    save: 'Nothing was saved.',
    neutral: 'Nothing was done.',
  },
  mayHaveHappened: {
    payment: 'You may have been charged.',
    account: 'The account may have been created.',
    message: 'It may have been sent.',
    save: 'It may have been saved.',
    neutral: 'It may have been done.',
  },
  notTwice: {
    payment: 'You will not be charged twice.',
    account: 'No second account will be created.',
    message: 'It will not be sent twice.',
    save: 'It will not be saved twice.',
    neutral: 'It will not be done twice.',
  },
  inputChanged: 'What you have changed since then was not sent.',
  memory: 'Keep this page open until then.',
  support: (requestId) => `If you ask us about it, quote ${requestId}.`,
  abandoned: 'You gave it up. Nothing more will be sent.',
  label: {
    retry: 'Try again',
    check: 'Check status',
    send: {
      payment: 'Finish payment',
      account: 'Finish creating the account',
      message: 'Finish sending',
      save: 'Finish saving',
      neutral: 'Finish',
    },
    next: { payment: 'Confirm the payment', neutral: 'Continue' },
    stopWaiting: 'Stop waiting',
    giveUp: 'Give up on this',
    understood: {
      payment: 'I understand that I may have been charged.',
      neutral: 'I understand that it may have happened.',
    },
    abandon: 'Give up',
  },
};

/** A server's or a schema's words, so that another sentence can follow. */
export function sentence(words: string): string {
  return /[.!?…。]$/.test(words) ? words : `${words}.`;
}
