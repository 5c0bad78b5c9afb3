'use client';
import type { ReactElement } from 'react';
import { part } from './dataAttributes.ts';
import type { Messages } from './messages.ts';

/** "Attempt 2 of 4": for those who want to see that something goes on. */
export function Attempt({
  number,
  of,
  words,
}: {
  number: number;
  of: number;
  words: Messages;
}): ReactElement {
  const { format } = new Intl.NumberFormat(words.locale);
  return <p {...part('attempt')}>{words.attempt(format(number), format(of))}</p>;
}
