/** `pg` takes a statement as text or as an object, and with it values, or a callback, or both. */
export type Call = (...given: unknown[]) => unknown;

export const textOf = (asked: unknown): unknown => (typeof asked === 'string' ? asked : Object(asked).text);

/** A cursor, or a stream: it speaks with the connection by itself, and tells nobody else how it goes. */
export const isSubmitted = (asked: unknown): boolean => typeof Object(asked).submit === 'function';

/** Gives an answer in the way in which it is waited for: as a promise, or to a callback. */
export function answerBy(answer: Promise<unknown>, asked: unknown, more: unknown[]): unknown {
  // Of two `pg` takes the one beside the statement; that in it may be left from its last use.
  const heard = [...more, Object(asked).callback].find((each) => typeof each === 'function');
  if (!heard) return answer;
  // Outside of the promise: what it throws is uncaught, as it is where `pg` calls it.
  answer.then(
    (result) => queueMicrotask(() => heard(null, result)),
    (error) => queueMicrotask(() => heard(error)),
  );
  return undefined;
}
