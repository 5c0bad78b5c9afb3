'use client';
import { useEffect, useRef, useState } from 'react';

/** True once `on` has been true for `after` ms; then for at least `atLeast` ms, so that nothing flashes. */
export function useDelayed(on: boolean, after: number, atLeast = 0): boolean {
  const [shown, setShown] = useState(false);
  const since = useRef(0);
  useEffect(() => {
    if (on === shown) return;
    const delay = on ? after : since.current + atLeast - performance.now();
    const timer = setTimeout(() => {
      since.current = performance.now();
      setShown(on);
    }, delay);
    return () => clearTimeout(timer);
  }, [on, shown, after, atLeast]);
  return shown && (on || atLeast > 0);
}
