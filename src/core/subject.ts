import { DefinitionError } from './errors/definitionError.ts';

/**
 * The subject that options give; `''` where they give none. It is a part of a slot's keys: a row under anything but a
 * string could not be read again (law 8).
 * @throws DefinitionError `invalid_subject`
 */
export function subjectOf(name: string, options?: { subject?: unknown } | null): string {
  const given: unknown = options ?? {};
  const subject = typeof given !== 'object' || !given ? undefined : 'subject' in given ? given.subject : '';
  if (typeof subject === 'string') return subject;
  throw new DefinitionError(
    'invalid_subject',
    process.env.NODE_ENV === 'production'
      ? name
      : `The action "${name}" was given a subject that is no string (${typeof subject}). While it loads, every cart or row would share the default slot, and a tap on one would act for another. Wait until the subject is known, turn a number into a string, or leave the subject out.`,
  );
}
