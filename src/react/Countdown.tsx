'use client';
import { type ReactElement, useEffect, useState } from 'react';
import { part } from './dataAttributes.ts';
import type { SlotMessages } from './messages.ts';

/**
 * The time until the next attempt, for the eye only: a live region that ticks is noise. Counts by itself, so that
 * nothing around it renders again, and is not there for a second or less.
 * @param until Unix ms
 */
export function Countdown({ until, words }: { until: number; words: SlotMessages }): ReactElement | null {
  const [now, setNow] = useState(Date.now);
  const seconds = Math.ceil((until - now) / 1000);
  useEffect(() => {
    // At the next whole second, and late rather than early: one that is early would show the same again.
    const left = until - Date.now();
    if (left <= 1000) return;
    const timer = setTimeout(() => setNow(Date.now()), (left % 1000) + 5);
    return () => clearTimeout(timer);
  });
  if (seconds <= 1) return null;
  const duration = seconds.toLocaleString(words.locale, {
    style: 'unit',
    unit: 'second',
    unitDisplay: 'long',
  });
  return (
    <p {...part('countdown')} aria-hidden="true">
      {words.countdown(duration)}
    </p>
  );
}
