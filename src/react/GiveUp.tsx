'use client';
import { type ReactElement, type RefCallback, useRef, useState } from 'react';
import type { View } from '../core/view.ts';
import { part } from './dataAttributes.ts';
import type { SlotMessages } from './messages.ts';
import type { SafeActionHandle } from './safeActionHandle.ts';
import { awaited, pick } from './say.ts';

/**
 * The guarded abandon: frees the slot only after the person said what that means (law 4). A native disclosure, so that
 * the focus stays where it is.
 */
export function GiveUp({
  handle,
  words: { label },
  gone,
  onGiveUp,
}: {
  handle: SafeActionHandle;
  words: SlotMessages;
  /** Told when this goes, which may have the focus. */
  gone: RefCallback<HTMLElement>;
  onGiveUp: (ended: Promise<View>) => void;
}): ReactElement {
  const { kind } = handle.action;
  const [understood, setUnderstood] = useState(false);
  const box = useRef<HTMLInputElement>(null);
  // An attempt without an outcome cannot be given up (law 4). It ends soon, so this stays where it is until then.
  const inFlight = handle.status === 'pending' || awaited(handle) === 'checking';
  return (
    <details ref={gone} {...part('give-up')} open={handle.status === 'check' && handle.step === 'none'}>
      <summary>{pick(handle.status === 'check' ? label.giveUp : label.stopWaiting, kind)}</summary>
      <label>
        <input
          ref={box}
          type="checkbox"
          checked={understood}
          onChange={(event) => setUnderstood(event.target.checked)}
        />
        {pick(label.understood, kind)}
      </label>
      <button
        type="button"
        aria-disabled={!understood || inFlight || undefined}
        onClick={() => {
          if (!understood) box.current?.focus();
          else if (!inFlight) onGiveUp(handle.abandon({ understood }));
        }}
      >
        {pick(label.abandon, kind)}
      </button>
    </details>
  );
}
