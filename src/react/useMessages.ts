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
    return Object.fromEntries(groups.filter(([, words]) => words !== undefined)) as unknown as SlotMessages;
  }, [english, messages, own]);
}
