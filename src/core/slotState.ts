import type { Action } from './action.ts';
import type { ActionEvent, ActionEventDetail } from './actionEvent.ts';
import type { Instant } from './age.ts';
import type {
  AnswerEvent,
  AskedEvent,
  Effect,
  Event,
  ResumeEvent,
  TakeoverEvent,
  TapEvent,
  WakeEvent,
} from './event.ts';
import type { Grip } from './grip.ts';
import type { Round } from './handle.ts';
import type { Applied, Ledger } from './ledger.ts';
import type { Ports } from './ports.ts';
import type { ActionRecord } from './record.ts';
import type { Found } from './rows.ts';
import type { SlotKey } from './slot.ts';
import type { Problem, View } from './view.ts';

/** What the slots of one engine share. */
export interface Surroundings {
  ports: Ports;
  ledger: Ledger;
  /** Decides which records of a guest move to a user. */
  session(scope: string): string;
  /** A guest's, and the guest is the user who is here now. */
  hasSignedIn(record: ActionRecord): boolean;
  emit(event: ActionEvent): void;
  /** The view of a slot changed. */
  changed(slot: Slot): void;
  round(round: Round): void;
  done(slot: Slot, record: ActionRecord): void;
  /** A late answer settled a record whose slot has moved on. */
  stray(slot: Slot, record: ActionRecord): void;
  /** Another record has come into the slot in place of this one. */
  displaced(slot: Slot, record: ActionRecord): void;
  /** A record was changed in the scope that it has gone to since: told here as to other tabs. */
  moved(record: ActionRecord): void;
  /** Another tab is in another scope: this one sends only after a tap (law 9). @param since for a tap: it came later */
  quiet(since?: Instant): boolean;
  /** Counts the scopes that this page has entered: no clock, which a test may set anew under the page. */
  stay(): number;
  /** Its scope is not the one that this page has entered last. @param stay or its guest may be another than then */
  left(slot: Slot, stay?: number): boolean;
}

/** An event without what the slot adds to it. */
export type SlotEvent =
  | Pick<TapEvent, 'type' | 'mint' | 'compared' | 'typed' | 'held' | 'at'>
  | Pick<AnswerEvent, 'type' | 'attempt' | 'outcome' | 'mint'>
  | Pick<AskedEvent, 'type' | 'outcome'>
  | Pick<WakeEvent, 'type' | 'focus'>
  | Pick<TakeoverEvent, 'type' | 'seen'>
  | Pick<ResumeEvent, 'type' | 'seen'>
  | { type: 'stop'; seen?: ActionRecord; unsent?: true }
  | { type: 'deliver'; untold: boolean }
  | { type: 'abandon' | 'dismiss' };

/** One slot in this tab: what was last read of it, and what is under way. */
export interface Slot {
  readonly engine: Surroundings;
  readonly action: Action;
  key: SlotKey;
  /** As last read or written. The truth is in the store. */
  record: ActionRecord | null;
  quarantined: boolean;
  /** What was last read still holds: its scope has not been away since, nor has a write failed. */
  read: boolean;
  /** Read at least once in this page load. */
  seen: boolean;
  /** This page load has not yet seen whether another tab is at work on what is open here. */
  arriving: boolean;
  /** A tap is on its way into the store, or the end that a person has put to it: the lock that precedes everything else. */
  busy: false | 'tap' | 'abandon';
  /** A change of scope has ended its round, whether or not that could be written: nothing leaves before a tap (law 9). */
  hushed: boolean;
  /** How often that has been said: a question that was asked since the last time may go on. */
  hushes: number;
  problem: Problem | undefined;
  /** The last tap asks for something else than what is frozen. */
  changed: boolean;
  /** How many there were in this page load. */
  taps: number;
  /** What was last typed here to be frozen under an ID, as it was before its check. */
  typed?: { requestId: string; input: unknown };
  /** The tap that is on its way into the store. */
  storing?: Promise<void>;
  /** Was settled and delivered before this page was loaded: shown again only when somebody asks. */
  veiled: boolean;
  /** What its place held before it was found empty: open, or a `once` answer. */
  went: ActionRecord | undefined;
  /** It was marked as told, and its user had gone before anybody was: the next who asks is told. */
  owed: { resumed: boolean } | undefined;
  /** Answers that could not be written yet (law 2). */
  unwritten: { event: Event; requestId: string; before: ActionRecord | null }[];
  /** Attempts and questions that this tab awaits. */
  readonly live: Set<string>;
  grip: Grip | undefined;
  cancelTimer: (() => void) | undefined;
  rounding: boolean;
  view: View;

  situate(event: SlotEvent): Event;
  /** One transition in one transaction; then its effects. Rejects where the store does. */
  apply(event: SlotEvent, requestId?: string): Promise<Applied>;
  /** Takes over what an `apply`, or a reading, has shown, and does what it asks for. */
  adopt(found: Found, effects?: readonly Effect[]): void;
  /** Reads the slot anew. Resolves with when that reading began: what it found may be as old as that (law 3). */
  load(): Promise<Instant>;
  /** Computes the view anew and tells of it where it differs. */
  refresh(): void;
  /** Resolves with the view when the round is over. */
  ended(): Promise<View>;
  say(detail: ActionEventDetail): void;
}
