import { defineAction, type Policy } from '../../src/core/action.ts';
import type { Instant } from '../../src/core/age.ts';
import type { Event, Mint, Situation } from '../../src/core/event.ts';
import type { ActionRecord, Attempt } from '../../src/core/record.ts';

/** The moment of the tap in every sample. */
export const TAP = 1_800_000_000_000;

/** `ms` after the tap, on a page that has been open for a minute. */
export const at = (ms: number, origin = 'page'): Instant => ({ wall: TAP + ms, mono: 60_000 + ms, origin });

/** The wall clock was set by `jump` ms meanwhile; the monotonic one was not. */
export const jumped = (ms: number, jump: number): Instant => ({ ...at(ms), wall: TAP + ms + jump });

export const policy: Policy = defineAction({
  name: 'checkout.pay',
  kind: 'payment',
  keep: 'input',
  endpoint: 'idempotent',
  send: () => {},
});

export const withCheck: Policy = { ...policy, check: () => {} };
export const unprotected: Policy = { ...policy, endpoint: 'unprotected' };

export const mintOf = (requestId: string, input: unknown = { amount: 20 }): Mint => ({
  requestId,
  scope: 'user:ann',
  name: 'checkout.pay',
  subject: 'cart-1',
  session: 'session-1',
  input,
});

/** Tab A, online, with the input at hand and jitter that leaves each delay as it is. */
export const situation: Situation = { policy, tab: 'A', online: true, sendable: true, draw: 0.5 };

/** An attempt that started at the tap; `notRun` follows from the outcome. */
export const attempt = (number: number, outcome?: string): Attempt => ({
  number,
  at: at(0),
  timeout: 10_000,
  ...(outcome && { outcome, ms: 1000 }),
  ...((outcome === 'unreached' || outcome === 'declined' || outcome === 'renew') && { notRun: true }),
});

/** A payment that tab A minted at the tap. */
export const sample = (fields: Partial<ActionRecord> & Pick<ActionRecord, 'status'>): ActionRecord => ({
  ...mintOf('id-1'),
  v: 1,
  minted: at(0),
  tapped: at(0),
  kept: true,
  unprotected: false,
  fence: 1,
  owner: 'A',
  attempts: [],
  round: { spent: 0, since: at(0), retries: 0, polls: 0 },
  ...fields,
});

/** Deeply frozen: writing to it throws. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}

/** An event as a test writes it: what it leaves out is as in `situation`. */
export type Given = Event extends infer One
  ? One extends Event
    ? Omit<One, keyof Situation> & Partial<Situation>
    : never
  : never;
