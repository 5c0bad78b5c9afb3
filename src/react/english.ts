import { type Messages, type SlotMessages, sentence } from './messages.ts';

/** What is said of one slot: the words of the list are downloaded with the list only. */
export const englishOfSlot: SlotMessages = {
  locale: 'en-GB',
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
  countdown: (duration) => `Next attempt in ${duration}`,
  attempt: (number, of) => `Attempt ${number} of ${of}`,
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
  frozen: (value) => `Kept from your first try: ${value}`,
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
    expired: 'This is too old to be sent.',
  },
  step: {
    check: 'Check the status.',
    send: 'Finish it now.',
    none: {
      payment: 'Look at your bank account, or ask us, before you pay again.',
      neutral: 'Ask us before you do it again.',
    },
    retry: 'Try again.',
    again: 'Start again.',
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
  reference: 'If you ask us about it, quote this reference:',
  abandoned: {
    payment: 'You gave it up, and nothing more will be sent. Look at your bank account before you pay again.',
    neutral: 'You gave it up, and nothing more will be sent.',
  },
  open: {
    what: {
      payment: 'Your payment',
      account: 'Your new account',
      message: 'Your message',
      save: 'Your changes',
      neutral: 'Something you began',
    },
  },
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
    copy: 'Copy',
    copied: 'Copied',
  },
};

/** The words without any setting. Times are written as 14:02; `{ ...english, locale: 'en-US' }` makes that 2:02 PM. */
export const english: Messages = {
  ...englishOfSlot,
  open: {
    ...englishOfSlot.open,
    title: 'Not finished yet',
    news: 'News',
    line: (what, at, stands) => `${what}${at ? ` from ${at}` : ''} ${stands}`,
    stands: {
      pending: 'is being confirmed.',
      wait: 'is being confirmed.',
      offline: 'waits until you are online.',
      retry: 'did not happen.',
      check: 'is not confirmed.',
      declined: 'was refused.',
      done: 'went through.',
    },
  },
  label: { ...englishOfSlot.label, form: 'Fill it in again', close: 'Close' },
};
