'use client';
import { useMemo } from 'react';
import { useProvided } from './context.ts';
import { english } from './english.ts';
import type { Messages } from './messages.ts';

/** English, with what the provider and then the component replace. */
export function useMessages(own: Partial<Messages> | undefined): Messages {
  const { messages } = useProvided();
  return useMemo(() => ({ ...english, ...messages, ...own }), [messages, own]);
}
