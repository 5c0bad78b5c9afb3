import type { Problem } from './problem.ts';

/** What only the sender of a webhook hears (docs/webhooks.md). It knows of no keys. */
export const webhookRefusals = {
  notVerified: (): Problem => ({
    status: 401,
    code: 'not_verified',
    detail: 'This delivery is not proved to be its sender’s: its signature, its time or its form is wrong.',
    safeNewKey: null,
  }),
  eventMalformed: (): Problem => ({
    status: 400,
    code: 'event_malformed',
    detail: 'The event has no usable ID, object or time.',
    safeNewKey: null,
  }),
  eventTooOld: (): Problem => ({
    status: 409,
    code: 'event_too_old',
    detail: 'The event is older than what is kept here, so it may have been applied. It was not applied now.',
    safeNewKey: null,
  }),
  eventFromAhead: (serverTime: number): Problem => ({
    status: 409,
    code: 'clock_skew',
    detail: 'The event is from the future: a clock is wrong.',
    safeNewKey: null,
    serverTime,
  }),
} as const;
