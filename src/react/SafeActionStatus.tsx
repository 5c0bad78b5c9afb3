'use client';
import { type ComponentPropsWithoutRef, type ReactElement, type ReactNode, useRef, useState } from 'react';
import { dataAttributes } from './dataAttributes.ts';
import { GiveUp } from './GiveUp.tsx';
import type { Messages } from './messages.ts';
import type { SafeActionHandle } from './safeActionHandle.ts';
import { isAlert, pick, say } from './say.ts';
import { useDelayed } from './useDelayed.ts';
import { useMessages } from './useMessages.ts';

export interface SafeActionStatusProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  handle: SafeActionHandle;
  /** Lays the parts out in an element of your own. Keep both regions mounted: an injected one is not announced. */
  render?: (
    parts: { status: ReactElement; alert: ReactElement; actions: ReactNode },
    handle: SafeActionHandle,
  ) => ReactElement;
  messages?: Partial<Messages>;
}

/** Words for what takes longer than a breath, a way out of what takes too long (Nielsen: 1 s, 10 s). */
const WORDS_AFTER = 1000;
const WAY_OUT_AFTER = 10_000;

/** Says what is true of the action, and holds what the person can do about it besides the button. */
export function SafeActionStatus({ handle, render, messages, ...rest }: SafeActionStatusProps): ReactElement {
  const words = useMessages(messages);
  const { kind } = handle.action;
  const region = useRef<HTMLParagraphElement>(null);
  const [abandoned, setAbandoned] = useState(false);
  if (abandoned && handle.status !== 'idle') setAbandoned(false);

  const reason = handle.status === 'wait' ? handle.reason : undefined;
  const passing = handle.status === 'pending' || (!!reason && !['offline', 'person'].includes(reason));
  const lasting = useDelayed(passing, WORDS_AFTER);
  const waiting = useDelayed(passing || !!reason, WAY_OUT_AFTER);
  const canLeave = waiting && reason !== 'elsewhere' && reason !== 'starting';

  const alerts = isAlert(handle);
  const text = abandoned ? pick(words.abandoned, kind) : passing && !lasting ? '' : say(handle, kind, words);
  const status = (
    <p ref={region} tabIndex={-1} {...handle.getStatusProps()}>
      {!alerts && text}
    </p>
  );
  const alert = <p {...handle.getAlertProps()}>{alerts && text}</p>;
  const actions = (
    <>
      {handle.status === 'wait' && handle.next && <a href={handle.next}>{pick(words.label.next, kind)}</a>}
      {handle.status === 'check' && handle.requestId && <small>{words.support(handle.requestId)}</small>}
      {(handle.status === 'check' || canLeave) && (
        <GiveUp
          key={'requestId' in handle ? handle.requestId : ''}
          handle={handle}
          words={words}
          onGiveUp={async (ended) => {
            // Else the focus would fall to <body> with what has it.
            region.current?.focus();
            if ((await ended).status === 'idle') setAbandoned(true);
          }}
        />
      )}
    </>
  );
  if (render) return render({ status, alert, actions }, handle);
  return (
    <div {...rest} {...dataAttributes(handle, kind)}>
      {status}
      {alert}
      {actions}
    </div>
  );
}
