import type { Policy } from './action.ts';
import type { Instant } from './age.ts';
import type { Outcome } from './outcome.ts';
import type { FrozenRequest } from './post.ts';
import type { ActionRecord } from './record.ts';

/** What a new action is minted from. */
export type Mint = Pick<ActionRecord, 'requestId' | 'scope' | 'name' | 'subject' | 'session'> & {
  input?: unknown;
  request?: FrozenRequest;
  description?: string;
};

/** What every event says of the tab that it happened in. */
export interface Situation {
  policy: Policy;
  /** The page load. */
  tab: string;
  online: boolean;
  /** The input is at hand in this tab, stored or not. The ledger knows. */
  sendable: boolean;
  /** A number in [0, 1) for the jitter: the machine itself draws none. */
  draw: number;
}

export type TapEvent = Situation & {
  type: 'tap';
  /** Absent where the tap brings no input (`proceed`). */
  mint?: Mint;
  /** What the slot was seen to hold, and whether the input that the tap brings is another one than is frozen there. */
  compared?: { requestId: string; changed: boolean };
  /** The input of what the slot was seen to hold, typed anew since it was not stored. */
  typed?: Pick<Mint, 'input' | 'request' | 'description'>;
  /** When it was made, where that is not now: before the scope was known, the store read, the input checked (law 10). */
  at?: Instant;
  /** It was made before the store was read. */
  held?: boolean;
};

export type AnswerEvent = Situation & {
  type: 'answer';
  attempt: number;
  outcome: Outcome;
  /** For an ID that the server refused for its time: what takes its place. */
  mint?: Mint;
};

export type AskedEvent = Situation & { type: 'asked'; outcome: Outcome };

/** A timer ran out, the network changed, or (`focus`) the person looks at the page again. */
export type WakeEvent = Situation & { type: 'wake'; focus?: boolean };

/** `stop`: its round ends, since the scope changed; or since it is given up: with `unsent`, unless a call is in flight. */
type PlainEvent = Situation &
  (
    | { type: 'abandon' | 'dismiss' }
    /** `untold`: it was shown, and nobody was told of it. */
    | { type: 'deliver'; untold?: boolean }
    | ({ type: 'stop'; unsent?: true } & Seen)
  );

/** `seen`: the record that says so. What has moved since is left to who moved it (law 3). */
type Seen = { seen?: ActionRecord };

/** A page load found it open and nobody at work on it. */
export type ResumeEvent = Situation & Seen & { type: 'resume' };

/** Its sender is gone or stopped. */
export type TakeoverEvent = Situation & Seen & { type: 'takeover' };

export type Event =
  | TapEvent
  | AnswerEvent
  | AskedEvent
  | WakeEvent
  | ResumeEvent
  | TakeoverEvent
  | PlainEvent;

/** What the driver does once the record is stored. */
export type Effect =
  | { type: 'send'; attempt: number; timeout: number }
  | { type: 'ask'; timeout: number }
  /** The record that this step settled beside the slot's new one. */
  | { type: 'settle'; record: ActionRecord };

export interface Transition {
  record: ActionRecord | null;
  effects: Effect[];
}
