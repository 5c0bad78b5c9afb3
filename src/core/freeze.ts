import type { Action } from './action.ts';
import type { Mint } from './event.ts';
import type { FrozenRequest } from './post.ts';
import { sameJson } from './sameJson.ts';

/**
 * What every attempt will send, whatever the form or a newer deploy says by then (law 5). Throws for what cannot be
 * stored. `before`: what was frozen under another ID, and is only to get this one.
 */
export function freeze(
  action: Action,
  input: unknown,
  requestId: string,
  before?: FrozenRequest,
): Pick<Mint, 'input' | 'request' | 'description'> {
  const frozen = structuredClone(input);
  // Of what was given: a clone has no classes any more, and so another JSON.
  const request = action.send.freeze?.(input, requestId, before);
  return { input: frozen, ...(request && { request }), ...describe(action, frozen) };
}

/**
 * Is it what was frozen under this ID? By its request, too, where a clone shows less than that: it has no classes.
 * @param unknown what to say where no difference is seen, and there may be one
 */
export function isFrozen(
  { send }: Action,
  { input, request, requestId }: Frozen,
  value: unknown,
  unknown = false,
): boolean {
  const copy = clone(value);
  if (!sameJson(copy, input, unknown)) return false;
  if (!request || !send.freeze) return true;
  // An address may be made of what only a class has.
  const [given, plain] = [value, copy].map((of) => {
    try {
      return send.freeze?.(of, requestId);
    } catch {
      return undefined;
    }
  });
  return (
    (given?.url === plain?.url || given?.url === request.url) &&
    (given?.body === plain?.body || sameJson(parsed(given?.body), parsed(request.body)))
  );
}

/** The same of two that are frozen, each under its own ID, which may be a part of the body. */
export function sameFrozen(one: Frozen, other: Frozen): boolean {
  if (!sameJson(one.input, other.input)) return false;
  if (!one.request || !other.request) return true;
  const named = (_: string, part: unknown) => (part === one.requestId ? other.requestId : part);
  return (
    one.request.url === other.request.url &&
    sameJson(parsed(one.request.body, named), parsed(other.request.body))
  );
}

type Frozen = Pick<Mint, 'input' | 'request' | 'requestId'>;

function parsed(body?: string, named?: (key: string, part: unknown) => unknown): unknown {
  try {
    return body && JSON.parse(body, named);
  } catch {
    // A row may say anything.
    return body;
  }
}

/** Not every value can be cloned. */
export function clone(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return value;
  }
}

/** A description is a courtesy: one that throws is left out. It is made of a copy: to sort a list for it changes nothing. */
export function describe({ describe }: Action, input: unknown): { description?: string } {
  try {
    const description: unknown = describe?.(clone(input));
    return typeof description === 'string' ? { description } : {};
  } catch {
    return {};
  }
}
