'use client';
import { useMemo } from 'react';
import { useProvided } from './context.ts';
import { englishOfSlot } from './english.ts';
import type { Messages, SlotMessages } from './messages.ts';

/** English, with what the provider and then the component replace. */
export function useMessages(own: Partial<Messages> | undefined): SlotMessages;
export function useMessages(own: Partial<Messages> | undefined, english: Messages): Messages;
export function useMessages(
  own: Partial<Messages> | undefined,
  english: SlotMessages = englishOfSlot,
): SlotMessages {
  const { messages } = useProvided();
  return useMemo(() => {
    const groups = [english, messages, own].flatMap((words) => Object.entries(words ?? {}));
    // A group that is there and undefined, as by a condition, replaces nothing.
    const given = Object.fromEntries(groups.filter(([, words]) => words !== undefined));
    return { ...given, locale: localeOf(given.locale as string) } as SlotMessages;
  }, [english, messages, own]);
}

/** `Intl` throws at what it does not know, in the midst of an action: then the browser's own. Others write de_DE. */
function localeOf(tag: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(tag.replaceAll('_', '-'))[0];
  } catch {
    return undefined;
  }
}
