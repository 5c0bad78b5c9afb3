'use client';
import { type RefCallback, type RefObject, useCallback, useRef } from 'react';

/** A ref for what may go while the focus is in it: `heir` takes the focus, which else would fall to `<body>`. */
export function useFocusHeir(heir: RefObject<HTMLElement | null>): RefCallback<HTMLElement> {
  const held = useRef<HTMLElement | null>(null);
  return useCallback(
    (element) => {
      // React takes a ref back before it removes the element.
      if (!element && held.current?.contains(document.activeElement)) heir.current?.focus();
      held.current = element;
    },
    [heir],
  );
}
