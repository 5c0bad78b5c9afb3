import type { Change, Decline } from './view.ts';

/** What `send`, `check` and `cancel` may return to say outright what is proved. Trusted above everything else. */
export type Answer<Data = unknown> =
  | { readonly [kind]: 'done'; readonly data: Data }
  | { readonly [kind]: 'declined'; readonly decline: Decline }
  | { readonly [kind]: 'processing'; readonly retryAfter?: number; readonly next?: string }
  | { readonly [kind]: 'unreached' }
  | { readonly [kind]: 'absent' };

/**
 * Marks an `Answer`: a symbol, so that no response body can pass for one. The same in every copy of this package on the page:
 * what another one calls declined must not pass for data, and so for done (law 7).
 */
export const kind: unique symbol = Symbol.for('safe-action.answer');

/** It happened, and this is the result. */
export function done<Data>(data: Data): Answer<Data> {
  return { [kind]: 'done', data };
}

/**
 * It was refused and did not run, whatever happened to earlier attempts: the ID is spent, the next tap is a new action.
 * @param decline `code` is for programs; `message` for the person; `change` is what to change, `nothing` by default.
 */
export function declined(decline: {
  code: string;
  message?: string;
  change?: Change;
  fields?: Record<string, string>;
}): Answer<never> {
  return { [kind]: 'declined', decline: { change: 'nothing', ...decline } };
}

/**
 * The server has it and is not finished. The same ID is asked for again.
 * @param options `retryAfter` in ms. `next`: an https address the person must visit first (3-D Secure and the like).
 */
export function processing(options: { retryAfter?: number; next?: string } = {}): Answer<never> {
  return { [kind]: 'processing', ...options };
}

/** This attempt certainly never reached the server. Say it only where that is proved. */
export function unreached(): Answer<never> {
  return { [kind]: 'unreached' };
}

/** For `check`: the server knows nothing under this ID *yet*. No proof: the call may still be on its way. */
export function absent(): Answer<never> {
  return { [kind]: 'absent' };
}

export function isAnswer(value: unknown): value is Answer {
  return typeof value === 'object' && value !== null && kind in value;
}
