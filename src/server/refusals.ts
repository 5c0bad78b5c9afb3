import type { Problem } from './problem.ts';

/**
 * The words and the `safeNewKey` of every refusal. `true` only where it is proved (docs/server-contract.md). A proxy that
 * takes the key away proves nothing about the attempts before: there it is `null`.
 */
export const refusals = {
  keyMissing: (): Problem => ({
    status: 400,
    code: 'key_missing',
    detail: 'This endpoint needs an Idempotency-Key.',
    safeNewKey: null,
  }),
  keyMalformed: (): Problem => ({
    status: 400,
    code: 'key_malformed',
    detail: 'The Idempotency-Key must be 1 to 255 visible ASCII characters, bare or as a quoted string.',
    safeNewKey: null,
  }),
  keyWithoutTime: (): Problem => ({
    status: 400,
    code: 'key_without_time',
    detail: 'The Idempotency-Key must hold its creation time: keys are not kept for ever here.',
    safeNewKey: true,
  }),
  keyTooOld: (serverTime: number): Problem => ({
    status: 409,
    code: 'key_too_old',
    detail: 'This Idempotency-Key is older than what is kept here.',
    safeNewKey: false,
    serverTime,
  }),
  clockSkew: (serverTime: number): Problem => ({
    status: 409,
    code: 'clock_skew',
    detail: 'This Idempotency-Key was made in the future: a clock is wrong.',
    safeNewKey: true,
    serverTime,
  }),
  keyReused: (): Problem => ({
    status: 422,
    code: 'key_reused',
    detail: 'This Idempotency-Key was used for another request.',
    safeNewKey: false,
  }),
  scopeMismatch: (): Problem => ({
    status: 409,
    code: 'scope_mismatch',
    detail: 'This Idempotency-Key belongs to somebody else.',
    safeNewKey: false,
  }),
  /** What became of the ID is not looked up for a stranger: the client judges by its own attempts. */
  notSignedIn: (): Problem => ({
    status: 401,
    code: 'not_signed_in',
    detail: 'Sign in first.',
    safeNewKey: null,
  }),
  inProgress: (retryAfter: number): Problem => ({
    status: 409,
    code: 'in_progress',
    detail: 'This is still being worked on.',
    safeNewKey: false,
    retryAfter,
  }),
  outcomeUnknown: (): Problem => ({
    status: 409,
    code: 'outcome_unknown',
    detail: 'This began, and it is not known yet how it ended.',
    safeNewKey: false,
  }),
  resultExpired: (settled?: number): Problem => ({
    status: 409,
    code: 'result_expired',
    detail: 'This is over, and its answer is no longer kept.',
    safeNewKey: false,
    ...(settled !== undefined && { settled }),
  }),
  alreadyOpen: (): Problem => ({
    status: 409,
    code: 'already_open',
    detail: 'This was started somewhere else already. Look there how it went.',
    safeNewKey: true,
  }),
  cancelled: (): Problem => ({
    status: 409,
    code: 'cancelled',
    detail: 'This was cancelled before anything happened.',
    safeNewKey: true,
  }),
  absent: (): Problem => ({
    status: 404,
    code: 'absent',
    detail: 'Nothing is known under this Idempotency-Key yet.',
    safeNewKey: false,
  }),
  tooLarge: (limit: number, safeNewKey: boolean | null): Problem => ({
    status: 413,
    code: 'too_large',
    detail: `The request is larger than ${limit} bytes.`,
    safeNewKey,
  }),
  storeDown: (): Problem => ({
    status: 503,
    code: 'store_down',
    detail: 'The request cannot be recorded now, so it was not run.',
    safeNewKey: false,
    retryAfter: 1,
  }),
  interrupted: (): Problem => ({
    status: 503,
    code: 'effect_interrupted',
    detail: 'This was interrupted. The next attempt finds out what became of it.',
    safeNewKey: false,
    retryAfter: 1,
  }),
  handlerFailed: (): Problem => ({
    status: 500,
    code: 'handler_failed',
    detail: 'The handler failed before anything happened.',
    safeNewKey: false,
  }),
} as const;
