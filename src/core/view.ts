import type { Issue } from './standardSchema.ts';

/** Why the person waits. Each has its own words. */
export type WaitReason =
  | 'starting'
  | 'backoff'
  | 'offline'
  | 'processing'
  | 'elsewhere'
  | 'checking'
  | 'person';

/** Why nobody knows whether it happened. */
export type CheckReason =
  | 'unanswered'
  | 'unreadable'
  | 'refused'
  | 'stored-failure'
  | 'unprotected'
  | 'expired'
  | 'quarantined';

/** What is left to do in `check`: ask the server, send the same ID again, or only the guarded `abandon`. */
export type Step = 'check' | 'send' | 'none';

/** What the person can change after a decline. */
export type Change = 'payment' | 'input' | 'sign-in' | 'nothing';

export interface Decline {
  /** Stable, for programs: the server's problem `code`, else `http_<status>`. */
  code: string;
  /** The server's own words for the person (problem `detail`), never a raw body. */
  message?: string;
  change: Change;
  /** Words per input field. */
  fields?: Record<string, string>;
}

/** Why the last tap did nothing. Each code has a page in docs/errors. */
export type Problem =
  | { code: 'invalid'; issues: readonly Issue[] }
  | { code: 'storage_unreadable' | 'storage_unwritable' | 'storage_absent' | 'expired' };

/** What is true of a slot now: one status, one next step (design §3). */
export type View<Data = unknown> = (
  | { status: 'idle'; problem?: Problem }
  | { status: 'pending'; requestId: string; attempt: number }
  /** `nextAttemptAt` is Unix ms. `next` is where the person has to go (3-D Secure and the like), https only. */
  | {
      status: 'wait';
      reason: WaitReason;
      requestId?: string;
      nextAttemptAt?: number;
      next?: string;
      /** With `reason: 'person'` only. */
      problem?: Problem;
    }
  /** `problem`: the edited input was refused before anything was sent; the old one can still be tried again. */
  | { status: 'retry'; requestId: string; needsInput: boolean; problem?: Problem }
  /** `problem`: the last tap asked and sent nothing more; what is in doubt stays in doubt. */
  | {
      status: 'check';
      requestId?: string;
      reason: CheckReason;
      step: Step;
      needsInput: boolean;
      problem?: Problem;
    }
  | { status: 'declined'; requestId: string; decline: Decline }
  /** `data` is `undefined` where it is kept nowhere (`keep: 'id'`) and another page load saw it. */
  | { status: 'done'; requestId: string; data: Data | undefined }
) & {
  durability: 'disk' | 'memory';
  /** True while a tap would join what is under way: the button is locked. */
  locked: boolean;
  /**
   * The last tap, or the one whose promise this is, asked for something else than what is frozen under this ID, or, of a
   * `once` answer with `keep: 'id'`, for what nobody can compare any more.
   */
  inputChanged?: true;
};

export type Status = View['status'];
