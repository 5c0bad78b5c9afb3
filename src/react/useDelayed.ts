'use client';
import { useEffect, useRef } from 'react';
import { useSlotState } from './useSlotState.ts';

/** True once `on` has been true for `after` ms; then for at least `atLeast` ms, so that nothing flashes. */
export function useDelayed(slot: string, on: boolean, after: number, atLeast = 0): boolean {
  const [shown, setShown] = useSlotState(slot, false);
  const since = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the setter is another one with each render, and does the same
  useEffect(() => {
    if (on === shown) return;
    const delay = on ? after : since.current + atLeast - performance.now();
    const timer = setTimeout(() => {
      since.current = performance.now();
      setShown(on);
    }, delay);
    return () => clearTimeout(timer);
  }, [slot, on, shown, after, atLeast]);
  return shown && (on || atLeast > 0);
}
