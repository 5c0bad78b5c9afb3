'use client';
import type { ReactElement } from 'react';
import { part } from './dataAttributes.ts';
import type { SlotMessages } from './messages.ts';

/** "Attempt 2 of 4": for those who want to see that something goes on. */
export function Attempt({
  number,
  of,
  words,
}: {
  number: number;
  of: number;
  words: SlotMessages;
}): ReactElement {
  const { locale, attempt } = words;
  return <p {...part('attempt')}>{attempt(number.toLocaleString(locale), of.toLocaleString(locale))}</p>;
}
