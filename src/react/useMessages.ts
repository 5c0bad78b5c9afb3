'use client';
import { useMemo } from 'react';
import { useProvided } from './context.ts';
import { english } from './english.ts';
import type { Messages } from './messages.ts';

/** English, with what the provider and then the component replace. */
export function useMessages(own: Partial<Messages> | undefined): Messages {
  const { messages } = useProvided();
  return useMemo(() => {
    const groups = [english, messages, own].flatMap((words) => Object.entries(words ?? {}));
    // A group that is there and undefined, as by a condition, replaces nothing.
    return Object.fromEntries(groups.filter(([, words]) => words)) as unknown as Messages;
  }, [messages, own]);
}
