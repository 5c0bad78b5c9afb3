import type { RefCallback, RefObject } from 'react';

/** A ref for what may go while the focus is in it: `heir` takes the focus, which else would be left to `<body>`. */
export function focusHeir(heir: RefObject<HTMLElement | null>): RefCallback<HTMLElement> {
  const mine: HTMLElement[] = [];
  return (element) => {
    const focused = document.activeElement;
    if (element) mine.push(element);
    // React takes a ref back before it removes the element, and also where it only brings another ref.
    else if (mine.some((one) => one.contains(focused)))
      queueMicrotask(() => {
        if (!focused?.isConnected && document.activeElement === document.body) heir.current?.focus();
      });
  };
}
