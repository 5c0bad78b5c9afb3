'use client';
import { useEffect } from 'react';
import { announce, isSpoken, mountAnnouncer } from './announcer.ts';
import { useBeforePaint } from './useBeforePaint.ts';

/**
 * Has the page's own live region say `text` while it stands; nothing where it is empty.
 * @param of a verb of the slot: nothing is said of one that a status on the page speaks for
 */
export function useAnnounced(role: 'status' | 'alert', text: string, of?: unknown): void {
  // First, so that the regions stand before anything speaks.
  useBeforePaint(mountAnnouncer, []);
  useEffect(() => (text && !isSpoken(of) ? announce(role, text) : undefined), [role, text, of]);
}
