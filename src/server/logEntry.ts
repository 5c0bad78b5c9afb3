/** What the append-only log tells. */
export type LogKind =
  | 'arrived'
  | 'replayed'
  | 'refused'
  | 'taken_over'
  | 'started'
  | 'answered'
  | 'released'
  | 'unknown'
  | 'recovered'
  | 'cancelled'
  | 'expired'
  | 'webhook';

/** One line of the story of a request ID, as `trace` gives it. Never holds an input or a body. */
export interface LogEntry {
  requestId: string;
  kind: LogKind;
  /** A code, a status, an attempt's trace: what is worth knowing beside the kind. */
  detail?: string;
}

export interface LoggedEntry extends LogEntry {
  /** Unix ms of the database's clock. */
  at: number;
}
