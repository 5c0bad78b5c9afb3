import type { Instant } from './age.ts';
import type { FrozenRequest } from './post.ts';
import { isRequestId } from './requestId.ts';
import { anything, dictionary, flag, list, maybe, number, oneOf, shape, text } from './shape.ts';
import type { CheckReason, Decline, WaitReason } from './view.ts';

/** One HTTP call under a request ID. Without `outcome` it is in flight, or its tab is gone. */
export interface Attempt {
  number: number;
  at: Instant;
  /** Its own time limit, ms. */
  timeout: number;
  outcome?: string;
  /** Its outcome proves that this attempt did not run. */
  notRun?: boolean;
  /** How long it took, ms. */
  ms?: number;
}

/** The attempts that one intent pays for. */
interface Round {
  /** Ms of the deadline used up to `since`. */
  spent: number;
  /** From when the deadline runs; absent while it does not (offline, or waiting for the person). */
  since?: Instant;
  retries: number;
  polls: number;
  /** Ended early, such as by a scope change: what is in flight is awaited, nothing more is sent. */
  over?: boolean;
}

/**
 * An action's durable row. The record *is* the state: every view is computed from it, and only `transition` changes it.
 * Fields that are absent were never true.
 */
export interface ActionRecord {
  v: 1;
  requestId: string;
  scope: string;
  name: string;
  subject: string;
  /** The tab session that minted it; decides what moves from a guest to a user. */
  session: string;
  status: 'pending' | 'wait' | 'retry' | 'check' | 'declined' | 'done' | 'abandoned' | 'expired';
  /** Of `wait`. */
  reason?: WaitReason;
  /** Why nobody knows whether it happened: the reason of `check`, kept while more is tried. */
  doubt?: CheckReason;
  minted: Instant;
  /** The last accepted tap: freshness counts from here. */
  tapped: Instant;
  /** The last accepted tap that renewed no freshness: "Check status", or one on the way back from a bank. */
  touched?: Instant;
  /**
   * When its input, which was not stored, was typed anew and nothing had left: what a page load remembers is of one such
   * time (law 5).
   */
  typed?: Instant;
  /** When it was known what became of it: may be long after it was minted, and nobody has been told before (law 8). */
  ended?: Instant;
  /** `input` was stored. With `keep: 'id'` it lives in the tab's memory only. */
  kept: boolean;
  input?: unknown;
  request?: FrozenRequest;
  description?: string;
  /** The endpoint did not honour the ID when it was minted; a later deploy does not change that (law 12). */
  unprotected: boolean;
  /** Raised whenever `owner` changes; only its owner may send (law 3). */
  fence: number;
  /** The page load that sends. */
  owner: string;
  attempts: Attempt[];
  /** An attempt that may have run is too old to be listed. */
  forgotten?: boolean;
  round: Round;
  /** The next attempt is due `ms` after `from`; of a round that is over: the server asked for that much. */
  due?: { from: Instant; ms: number };
  /** The next attempt is a question: `check`, not `send`. */
  ask?: boolean;
  /** The server knew nothing under this ID when it was last asked. */
  absent?: boolean;
  /** The same ID would only get the same answer: no step sends it again. */
  barred?: boolean;
  /** Minted in place of one that the server refused for its time; done once. */
  renewed?: boolean;
  next?: string;
  decline?: Decline;
  data?: unknown;
  /** Was shown, so that it is no news for the next page load. */
  delivered?: boolean;
  /** Was shown, but not to whom it is to be told (`onDone`). */
  untold?: boolean;
  hidden?: boolean;
  /** `done` arrived after it was over: given up, declined, or expired. */
  late?: boolean;
}

const instant = shape<Instant>({ wall: number, mono: number, origin: text });

const isRecord = shape<ActionRecord>({
  v: oneOf(1),
  requestId: isRequestId,
  scope: text,
  name: text,
  subject: text,
  session: text,
  status: oneOf('pending', 'wait', 'retry', 'check', 'declined', 'done', 'abandoned', 'expired'),
  reason: maybe(text),
  doubt: maybe(text),
  minted: instant,
  tapped: instant,
  touched: maybe(instant),
  typed: maybe(instant),
  ended: maybe(instant),
  kept: flag,
  input: anything,
  request: maybe(shape<FrozenRequest>({ url: text, method: text, body: text })),
  description: maybe(text),
  unprotected: flag,
  fence: number,
  owner: text,
  attempts: list(
    shape<Attempt>({
      number,
      at: instant,
      timeout: number,
      outcome: maybe(text),
      notRun: maybe(flag),
      ms: maybe(number),
    }),
  ),
  forgotten: maybe(flag),
  round: shape<Round>({
    spent: number,
    since: maybe(instant),
    retries: number,
    polls: number,
    over: maybe(flag),
  }),
  due: maybe(shape<Required<ActionRecord>['due']>({ from: instant, ms: number })),
  ask: maybe(flag),
  absent: maybe(flag),
  barred: maybe(flag),
  renewed: maybe(flag),
  next: maybe(text),
  decline: maybe(
    shape<Decline>({
      code: text,
      message: maybe(text),
      change: oneOf('payment', 'input', 'sign-in', 'nothing'),
      fields: maybe(dictionary(text)),
    }),
  ),
  data: anything,
  delivered: maybe(flag),
  untold: maybe(flag),
  hidden: maybe(flag),
  late: maybe(flag),
});

/**
 * A stored row as a record, or `undefined` for anything else: a newer version, a corrupted row, somebody else's.
 * Never throws. What it does not know is quarantined, not repaired (law 8).
 */
export function parseRecord(row: unknown): ActionRecord | undefined {
  return isRecord(row) ? (row as ActionRecord) : undefined;
}
