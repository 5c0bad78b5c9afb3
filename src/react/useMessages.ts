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
    let locale: string | undefined;
    try {
      [locale] = Intl.getCanonicalLocales((given.locale as string).replaceAll('_', '-'));
    } catch {
      // `Intl` would throw at it in the midst of an action: the browser's own stands for it.
    }
    return { ...given, locale } as SlotMessages;
  }, [english, messages, own]);
}
