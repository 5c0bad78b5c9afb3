/** An answer as it is kept: bytes, so that every repeat gets the same ones. */
export interface StoredAnswer {
  status: number;
  /** Allow-listed ones only, in lower case. Never `set-cookie`. */
  headers: [name: string, value: string][];
  /** `null` where only the status is kept, or where the body's retention has ended. */
  body: Uint8Array | null;
}

/**
 * - `pending`: claimed; nothing has begun.
 * - `started`: the effect may have begun; written before its call leaves.
 * - `unknown`: its worker is lost, and nobody could say what became of it. Waits for `recover` or for an operator.
 * - `answered`: over, with the answer that every repeat gets.
 * - `expired`: over, and the answer's retention has ended; its status is kept.
 * - `cancelled`: a tombstone. Nothing happened under this ID, and nothing ever will.
 */
export type RowState = 'pending' | 'started' | 'unknown' | 'answered' | 'expired' | 'cancelled';

/** One request ID on the server. Times are Unix ms of the database's clock. */
export interface Row {
  requestId: string;
  principal: string;
  operation: string;
  /** `''` for a tombstone that was there before any call. */
  fingerprint: string;
  /** The business object that one ID may hold at a time; `null` where it holds none (any more). */
  uniqueKey: string | null;
  state: RowState;
  /** Raised by each takeover. A worker's writes carry the one it has claimed (law 3). */
  fence: number;
  /** Until then its worker is taken for alive. */
  leaseUntil: number;
  createdAt: number;
  /** When the effect may have begun first; a provider's own retention counts from here. */
  startedAt: number | null;
  answer: StoredAnswer | null;
}

/** Its effect may have begun, and nobody has said how that ended. */
export function isUnresolved({ state }: Pick<Row, 'state'>): boolean {
  return state === 'started' || state === 'unknown';
}
