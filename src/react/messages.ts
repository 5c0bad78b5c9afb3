import type { Kind } from '../core/action.ts';
import type { Issue } from '../core/standardSchema.ts';
import type { Change, CheckReason, Decline, Problem, Status, Step, WaitReason } from '../core/view.ts';

/** One text for every kind of action, or one per kind. */
export type Words = string | ({ neutral: string } & Partial<Record<Kind, string>>);

/**
 * Everything that the components say. A text on the screen is made of whole sentences from here: what happened, what it
 * means, and the one next step. Replace a group on the provider or on a component:
 * @example <SafeActionProvider messages={{ wait: { ...english.wait, offline: 'No network. Still saved.' } }}>
 */
export interface Messages {
  /** How numbers, durations and times are written: a language tag for `Intl`. @example 'en-US' */
  locale: string;
  pending: Words;
  /** `starting` is silent by default: it lasts for a blink. */
  wait: Record<WaitReason, Words>;
  /** Until the next attempt. `duration` is written as the locale does it: "5 sec". */
  countdown: (duration: string) => string;
  /** Which attempt of its round it is, and how many there may be. */
  attempt: (number: string, of: string) => string;
  retry: Words;
  check: Record<CheckReason, Words>;
  done: Words;
  /** What is said where the server's decline has no words of its own. */
  declined: Words;
  /** The server's words on the fields of the form. */
  fields: (fields: NonNullable<Decline['fields']>) => string;
  /** Beside an input that says something else than what is frozen under the request ID. */
  frozen: (value: string) => string;
  /** What to change after a decline. */
  change: Record<Change, Words>;
  /** Of a tap that did not begin. Not said where something of it may be under way. */
  nothingSent: Words;
  /** Why the last tap did nothing, and what helps. */
  problem: { invalid: (issues: readonly Issue[]) => string } & Record<
    Exclude<Problem['code'], 'invalid'>,
    Words
  >;
  /** The next step in `check` and `retry`; `again` after what is too old to be sent. */
  step: Record<Step | 'retry' | 'again', Words>;
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
  /** Before the request ID, for asking a human about it. */
  reference: Words;
  /** After a person gave it up. */
  abandoned: Words;
  /** The rows of `OpenActions`. */
  open: {
    /** What the list is. */
    title: Words;
    /** The same where nothing is open, and all of it is news. */
    news: Words;
    /** What an action is that has no description of its own. */
    what: Words;
    /** "Your payment of €20" "from 14:02" "is being confirmed." `at` is written as the locale does it. */
    line: (what: string, at: string | undefined, stands: string) => string;
    /** How it stands. */
    stands: Record<Exclude<Status, 'idle'> | 'offline', Words>;
  };
  /** Of buttons and links; `retry`, `check`, `send` stand in the place of the button's own label. */
  label: Record<
    | 'retry'
    | 'check'
    | 'send'
    | 'next'
    | 'stopWaiting'
    | 'giveUp'
    | 'understood'
    | 'abandon'
    | 'copy'
    | 'copied'
    | 'form'
    | 'close',
    Words
  >;
}

/** The part of it that the components of one slot need; the rest is of `OpenActions`. */
export interface SlotMessages extends Omit<Messages, 'open' | 'label'> {
  open: Pick<Messages['open'], 'what'>;
  label: Omit<Messages['label'], 'form' | 'close'>;
}

/** A server's or a schema's words, so that another sentence can follow. */
export function sentence(words: string): string {
  const said = words.trim();
  return /^$|[.!?…。؟！？।]$/.test(said) ? said : `${said}.`;
}
