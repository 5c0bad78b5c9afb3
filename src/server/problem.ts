/** Every refusal of this package. The client's table of them is in docs/server-contract.md. */
export type ProblemCode =
  | 'key_missing'
  | 'key_malformed'
  | 'key_without_time'
  | 'key_too_old'
  | 'clock_skew'
  | 'key_reused'
  | 'scope_mismatch'
  | 'not_signed_in'
  | 'in_progress'
  | 'outcome_unknown'
  | 'result_expired'
  | 'already_open'
  | 'cancelled'
  | 'absent'
  | 'too_large'
  | 'store_down'
  | 'effect_interrupted'
  | 'handler_failed'
  | 'not_verified'
  | 'event_malformed'
  | 'event_too_old';

export interface Problem {
  status: number;
  code: ProblemCode;
  /** For people; nobody decides by it. */
  detail: string;
  /**
   * `true`: nothing happened under this ID, and nothing ever will, so a new one is safe. `null`: this answer is about the
   * question and not about the ID, and the client judges by its own attempts.
   */
  safeNewKey: boolean | null;
  /** Seconds. */
  retryAfter?: number;
  /** Unix ms. */
  serverTime?: number;
  /** The status that settled it, where its body is no longer kept. */
  settled?: number;
}

/** RFC 9457. */
export function problemResponse({ retryAfter, ...problem }: Problem, requestId?: string): Response {
  return new Response(JSON.stringify({ ...problem, ...(requestId !== undefined && { requestId }) }), {
    status: problem.status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...(retryAfter !== undefined && { 'Retry-After': String(retryAfter) }),
    },
  });
}
