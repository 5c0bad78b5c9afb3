'use client';
import { type ReactElement, type RefCallback, useRef, useState } from 'react';
import type { Kind } from '../core/action.ts';
import { part } from './dataAttributes.ts';
import type { SlotMessages } from './messages.ts';
import { pick } from './say.ts';
import { useAnnounced } from './useAnnounced.ts';

/** The request ID, for asking a human about it. Where the clipboard is not to be had it is selected instead. */
export function Reference({
  requestId,
  kind,
  words: { reference, label },
  gone,
}: {
  requestId: string;
  kind: Kind | undefined;
  words: SlotMessages;
  /** Told when this goes, which may have the focus. */
  gone: RefCallback<HTMLElement>;
}): ReactElement {
  const id = useRef<HTMLElement>(null);
  const [copied, setCopied] = useState(false);
  const done = pick(label.copied, kind);
  useAnnounced('status', copied ? done : '');
  const select = () => id.current && getSelection()?.selectAllChildren(id.current);
  return (
    <p ref={gone} {...part('reference')}>
      {pick(reference, kind)}{' '}
      <code ref={id} dir="ltr">
        {requestId}
      </code>{' '}
      <button
        type="button"
        onClick={() => {
          // Without https there is no clipboard at all.
          const writing = navigator.clipboard?.writeText(requestId) ?? Promise.reject();
          writing.then(() => setCopied(true), select);
        }}
      >
        {copied ? done : pick(label.copy, kind)}
      </button>
    </p>
  );
}
