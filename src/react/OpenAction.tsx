'use client';
import { type ReactElement, type ReactNode, useLayoutEffect, useRef } from 'react';
import { dataAttributes, part } from './dataAttributes.ts';
import type { Messages } from './messages.ts';
import { SafeActionButton } from './SafeActionButton.tsx';
import { SafeActionStatus } from './SafeActionStatus.tsx';
import type { SafeActionHandle } from './safeActionHandle.ts';
import { awaited, pick } from './say.ts';
import { useAnnounced } from './useAnnounced.ts';

export interface OpenActionParts {
  /** "Your payment of €20 from 14:02 is being confirmed." */
  line: ReactElement;
  /** The one next step; nothing while it is to wait, or where only giving up is left. */
  step: ReactNode;
  /** The words, and the guarded way out. */
  status: ReactNode;
}

/** One row of `OpenActions`. */
export function OpenAction({
  handle,
  what,
  words,
  formLink,
  render,
  onClose,
  onLoss,
}: {
  handle: SafeActionHandle;
  /** In place of the description that its record gives. */
  what: string | undefined;
  words: Messages;
  formLink: ((handle: SafeActionHandle, label: string) => ReactNode) | undefined;
  render: ((parts: OpenActionParts, handle: SafeActionHandle) => ReactElement) | undefined;
  onClose: () => void;
  /** The row goes, and the focus was in it. */
  onLoss: () => void;
}): ReactElement {
  const row = useRef<HTMLLIElement>(null);
  const focused = useRef(false);
  // Each step has a button of its own; where one goes with the focus, the row takes it (focus never falls to <body>).
  useLayoutEffect(() => {
    if (focused.current && !row.current?.contains(document.activeElement)) row.current?.focus();
  });
  const lose = useRef(onLoss);
  useLayoutEffect(
    () => () => {
      if (focused.current) lose.current();
    },
    [],
  );
  const said = lineOf(handle, what, words);
  const isDone = handle.status === 'done';
  useAnnounced('status', isDone ? said : '', handle.run);
  const parts: OpenActionParts = {
    line: <p {...part('line')}>{said}</p>,
    step: stepOf(handle, words, formLink, onClose),
    status: isDone ? null : <SafeActionStatus handle={handle} live={false} messages={words} />,
  };
  return (
    <li
      ref={row}
      tabIndex={-1}
      {...part('open-action')}
      {...dataAttributes(handle, handle.action.kind)}
      onFocus={() => {
        focused.current = true;
      }}
      onBlur={({ target }) => {
        // Some browsers tell of an element that goes, too.
        if (target.isConnected) focused.current = false;
      }}
    >
      {render ? (
        render(parts, handle)
      ) : (
        <>
          {parts.line}
          {parts.step}
          {parts.status}
        </>
      )}
    </li>
  );
}

function lineOf(handle: SafeActionHandle, what: string | undefined, { locale, open }: Messages): string {
  const { kind } = handle.action;
  const about = handle.about();
  const { status } = handle;
  const stands = awaited(handle) === 'offline' ? 'offline' : status;
  return open.line(
    what ?? about?.description ?? pick(open.what, kind),
    about && timeOf(about.since, locale),
    stands === 'idle' ? '' : pick(open.stands[stands], kind),
  );
}

/** The time of day; with the day where it is another one. @param at Unix ms */
function timeOf(at: number, locale: string): string {
  const isToday = new Date(at).toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(locale, {
    ...(!isToday && { day: 'numeric', month: 'long' }),
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);
}

function stepOf(
  handle: SafeActionHandle,
  words: Messages,
  formLink: ((handle: SafeActionHandle, label: string) => ReactNode) | undefined,
  onClose: () => void,
): ReactNode {
  const { kind } = handle.action;
  if (handle.status === 'done' || handle.status === 'declined')
    return (
      <button type="button" {...part('step')} onClick={onClose}>
        {pick(words.label.close, kind)}
      </button>
    );
  const onlyGivingUp = handle.status === 'check' && handle.step === 'none';
  if (handle.locked || onlyGivingUp || handle.status === 'idle') return null;
  const asks = handle.status === 'check' && handle.step === 'check';
  if ('needsInput' in handle && handle.needsInput && !asks)
    return formLink?.(handle, pick(words.label.form, kind));
  return (
    <SafeActionButton
      handle={handle}
      messages={words}
      render={(props) => <button {...props} {...part('step')} />}
    />
  );
}
