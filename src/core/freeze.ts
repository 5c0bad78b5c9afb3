import type { Action } from './action.ts';
import type { Mint } from './event.ts';

/** What every attempt will send, whatever the form or a newer deploy says by then (law 5). Throws for what cannot be stored. */
export function freeze(
  action: Action,
  input: unknown,
  requestId: string,
): Pick<Mint, 'input' | 'request' | 'description'> {
  const frozen = structuredClone(input);
  // Of what was given: a clone has no classes any more, and so another JSON.
  const request = action.send.freeze?.(input, requestId);
  return { input: frozen, ...(request && { request }), ...describe(action, frozen) };
}

/** A description is a courtesy: one that throws is left out. */
export function describe({ describe }: Action, input: unknown): { description?: string } {
  try {
    const description: unknown = describe?.(input);
    return typeof description === 'string' ? { description } : {};
  } catch {
    return {};
  }
}
