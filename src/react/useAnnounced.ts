'use client';
import { useEffect, useLayoutEffect } from 'react';
import { announce, mountAnnouncer } from './announcer.ts';

// A server has no layout, and React 18 says so.
const useFirst = typeof document === 'undefined' ? useEffect : useLayoutEffect;

/** Has the page's own live region say `text` while it stands; nothing where it is empty. */
export function useAnnounced(role: 'status' | 'alert', text: string): void {
  useFirst(mountAnnouncer, []);
  useEffect(() => (text ? announce(role, text) : undefined), [role, text]);
}
