import { clone } from './freeze.ts';

/** What was asked for at the tap, whatever the form does to its objects afterwards. Not every input can be cloned. */
export function snapshot(input: unknown): unknown {
  const copy = clone(input);
  try {
    return declared(input, copy);
  } catch {
    return input;
  }
}

/** The copy, but what is of a class is as it was given: a schema asks for it, and its JSON is its own. */
function declared(input: unknown, copy: unknown, seen: Map<unknown, unknown> = new Map()): unknown {
  // Bytes have a name each.
  if (typeof input !== 'object' || input === null || input === copy || ArrayBuffer.isView(input)) return copy;
  if (seen.has(input)) return seen.get(input);
  const prototype: unknown = Object.getPrototypeOf(input);
  const isKept = prototype !== null && prototype !== Object.getPrototypeOf(copy);
  seen.set(input, isKept ? input : copy);
  if (isKept) return input;
  const [one, other] = [input, copy] as [Record<string, unknown>, Record<string, unknown>];
  for (const name of Object.keys(one)) {
    const part = declared(one[name], other[name], seen);
    if (part !== other[name]) other[name] = part;
  }
  return copy;
}
