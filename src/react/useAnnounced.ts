'use client';
import { useEffect } from 'react';
import { announce, mountAnnouncer } from './announcer.ts';
import { useBeforePaint } from './useBeforePaint.ts';

/** Has the page's own live region say `text` while it stands; nothing where it is empty. */
export function useAnnounced(role: 'status' | 'alert', text: string): void {
  // First, so that the regions stand before anything speaks.
  useBeforePaint(mountAnnouncer, []);
  useEffect(() => (text ? announce(role, text) : undefined), [role, text]);
}
