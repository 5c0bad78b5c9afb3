import type { LogEntry, LoggedEntry } from './logEntry.ts';
import type { Row, RowState, StoredAnswer } from './row.ts';
import type { Watermarks } from './watermark.ts';

/** What is claimed: an ID, and a business object where there is one. */
export interface Claiming {
  requestId: string;
  uniqueKey: string | null;
}

/** What a first call writes. */
export interface Claim extends Claiming {
  principal: string;
  operation: string;
  fingerprint: string;
  state: RowState;
  /** From now on, ms. */
  lease: number;
  /** How long the row is kept at least, ms; `null`: for ever. */
  keys: number | null;
}

export interface Found {
  /** The database's clock, Unix ms: the only one that counts. */
  now: number;
  row: Row | null;
  /** A transaction that has not ended holds this ID, so that its row cannot be seen yet. */
  busy: boolean;
}

export interface Claimed extends Found {
  /** The row is new, and ours. */
  claimed: boolean;
  /** The row of another ID that holds the same business object. */
  rival: Row | null;
}

/** What must be true of a row as it is written to. */
export type Expected =
  /** Of a worker's own row: it still has the fence that this worker has claimed. */
  | number
  /**
   * Of a row that was looked at: its fence and its state are what they were, and by the database's clock its worker is
   * gone. A worker keeps its fence while it goes on, so the fence alone does not say that nothing has happened since.
   */
  | Pick<Row, 'fence' | 'state'>;

/** What a worker writes to its row. Durations are ms from now on, by the database's clock. */
export interface Change {
  state?: RowState;
  /** Set by a takeover; else the fence stays. */
  fence?: number;
  lease?: number;
  answer?: StoredAnswer;
  /** How long the answer's body is kept, ms, and its row at least: it may come when that was due. */
  answers?: number;
  /** Another ID may have the business object. */
  freeUnique?: true;
}

/** Steps that are each atomic. */
export interface ServerSteps {
  find(requestId: string): Promise<Found>;
  /** Compare-and-set: false where the row is not as expected. Its `entries` are logged only where it is true. */
  write(requestId: string, expected: Expected, change: Change, entries?: LogEntry[]): Promise<boolean>;
  log(entries: LogEntry[]): Promise<void>;
}

/** What happens in one database transaction. */
export interface ServerTransaction<Native> extends ServerSteps, Watermarks {
  /** The database's own handle, for the business writes that belong to it. */
  readonly native: Native;
  /**
   * Put-if-absent on the ID and on the business object, and a lock on both until the transaction ends. Never waits for
   * another transaction. Where there is a row already, nobody's lock stands in the way.
   */
  claim(claim: Claim): Promise<Claimed>;
}

export interface TransactOptions {
  /** How long the work may let the database wait before that ends the transaction, ms. Default 30,000. */
  idle?: number;
  /** What is claimed first, where something is: a store may do that with what begins the transaction. */
  claims?: Claiming;
}

/**
 * Where request IDs and their answers live. All of it is one small contract, so that any database can keep it. The
 * steps of the store itself commit one by one.
 */
export interface ServerStore<Native = unknown> extends ServerSteps {
  /**
   * Rolls back where `work` rejects. Rejects where the database does; then it may have been committed.
   */
  transact<T>(work: (tx: ServerTransaction<Native>) => Promise<T>, options?: TransactOptions): Promise<T>;
  /** The story of a request ID, oldest first. An arrival has the time at which its transaction began. */
  trace(requestId: string): Promise<LoggedEntry[]>;
  /**
   * Rows whose effect may have begun and whose worker is gone, by the end of their leases: each look gives a new one, so
   * that the next looks at others.
   */
  unresolved(limit: number): Promise<Row[]>;
  /** One batch: bodies past their retention, rows past theirs, and lines of the log. Resolves with how many of each. */
  purge(limit: number): Promise<Purged>;
}

export interface Purged {
  answers: number;
  keys: number;
  lines: number;
  watermarks: number;
}
