'use client';
import { type ComponentPropsWithoutRef, type ReactElement, type ReactNode, useRef } from 'react';
import type { View, WaitReason } from '../core/view.ts';
import { Attempt } from './Attempt.tsx';
import { announce, speakFor } from './announcer.ts';
import { Countdown } from './Countdown.tsx';
import { useIsHere } from './context.ts';
import { dataAttributes, part } from './dataAttributes.ts';
import { focusHeir } from './focusHeir.ts';
import { GiveUp } from './GiveUp.tsx';
import type { Messages } from './messages.ts';
import { Reference } from './Reference.tsx';
import { type SafeActionHandle, slotOf } from './safeActionHandle.ts';
import { awaited, isAlert, isBusy, pick, say } from './say.ts';
import { useAnnounced } from './useAnnounced.ts';
import { useBeforePaint } from './useBeforePaint.ts';
import { useDelayed } from './useDelayed.ts';
import { useMessages } from './useMessages.ts';
import { useSlotState } from './useSlotState.ts';

export interface SafeActionStatusProps extends Omit<ComponentPropsWithoutRef<'div'>, 'children'> {
  handle: SafeActionHandle;
  /**
   * `false` for the rows of a list: they have no live regions of their own, and the provider's say what they say, after
   * the description of the action.
   * @default true
   */
  live?: boolean | undefined;
  /** Shows which attempt it is: "Attempt 2 of 4". @default false */
  attempts?: boolean | undefined;
  /** Lays the parts out in an element of your own. Keep both regions mounted: an injected one is not announced. */
  render?:
    | ((
        parts: { status: ReactElement; alert: ReactElement; progress: ReactNode; actions: ReactNode },
        handle: SafeActionHandle,
      ) => ReactElement)
    | undefined;
  messages?: Partial<Messages> | undefined;
}

/** Words for what takes longer than a breath, a way out of what takes too long (Nielsen: 1 s, 10 s). */
const WORDS_AFTER = 1000;
const WAY_OUT_AFTER = 10_000;
/** Long enough to be read out, ms. */
const SAID_FOR = 10_000;

/** Says what is true of the action, and holds what the person can do about it besides the button. */
export function SafeActionStatus({
  handle,
  live = true,
  attempts = false,
  render,
  messages,
  ...rest
}: SafeActionStatusProps): ReactElement {
  const words = useMessages(messages);
  const isHere = useIsHere();
  const { action } = handle;
  const { kind } = action;
  const region = useRef<HTMLParagraphElement>(null);
  const gone = focusHeir(region);
  const slot = slotOf(handle);
  const [abandoned, setAbandoned] = useSlotState(slot, false);
  if (abandoned && handle.status !== 'idle') setAbandoned(false);

  const reason = awaited(handle);
  const passing = isBusy(handle);
  const lasting = useDelayed(slot, passing, WORDS_AFTER);
  const waiting = useDelayed(slot, passing || !!reason, WAY_OUT_AFTER);
  const canLeave = waiting && reason !== 'elsewhere' && reason !== 'starting';

  // To ask again is no news: what is awaited is said on, and not each call.
  const calls = handle.status === 'pending' || reason === 'checking';
  const [awaits, setAwaits] = useSlotState<WaitReason | undefined>(slot, undefined);
  const stands = calls ? awaits : 'nextAttemptAt' in handle ? reason : undefined;
  if (awaits !== stands) setAwaits(stands);

  const alerts = isAlert(handle);
  const view = calls && awaits ? ({ ...handle, status: 'wait', reason: awaits } as View) : handle;
  const text = abandoned ? pick(words.abandoned, kind) : passing && !lasting ? '' : say(view, action, words);
  const about = handle.about();
  // In a list the words alone would not say of what; a decline has no record any more that does.
  const [known, setKnown] = useSlotState(slot, '');
  const described = about?.description ?? pick(words.open.what, kind);
  // `starting` comes before every other action, and every other user (law 9).
  const what = about ? described : reason === 'starting' ? '' : known;
  if (known !== what) setKnown(what);
  useAnnounced(alerts ? 'alert' : 'status', live || !text ? '' : `${what || described}: ${text}`, handle.run);
  useBeforePaint(() => (live ? speakFor(handle.run) : undefined), [live, handle.run]);

  const status = (
    <p ref={region} tabIndex={-1} {...part('progress')} {...(live && handle.getStatusProps())}>
      {!alerts && text}
    </p>
  );
  const alert = (
    <p {...part('alert')} {...(live && handle.getAlertProps())}>
      {alerts && text}
    </p>
  );
  const progress = (
    <>
      {attempts && lasting && about && (
        <Attempt number={about.attempt} of={action.retry.retries + 1} words={words} />
      )}
      {handle.status === 'wait' && handle.nextAttemptAt && (
        <Countdown key={handle.nextAttemptAt} until={handle.nextAttemptAt} words={words} />
      )}
    </>
  );
  const requestId = 'requestId' in handle ? handle.requestId : undefined;
  const actions = (
    <>
      {handle.status === 'wait' && handle.next && (
        <a
          ref={gone}
          {...part('next')}
          href={handle.next}
          // Whoever leaves a page that alone knows the ID comes back to a free button (law 11).
          target={handle.durability === 'memory' ? '_blank' : undefined}
        >
          {pick(words.label.next, kind)}
        </a>
      )}
      {handle.status === 'check' && requestId && (
        <Reference key={requestId} requestId={requestId} kind={kind} words={words} gone={gone} />
      )}
      {(handle.status === 'check' || canLeave) && (
        <GiveUp
          // What cannot be read has no ID, and the consent is for one action only (law 4).
          key={`${slot} ${requestId}`}
          handle={handle}
          words={words}
          gone={gone}
          onGiveUp={async (ended) => {
            // Another one may have come meanwhile (law 9).
            if ((await ended).status !== 'idle' || !isHere()) return;
            setAbandoned(true);
            // A row goes with its action; what became of it is said all the same.
            if (!live) setTimeout(announce('status', pick(words.abandoned, kind)), SAID_FOR);
          }}
        />
      )}
    </>
  );
  if (render) return render({ status, alert, progress, actions }, handle);
  return (
    <div {...rest} {...part('status')} {...dataAttributes(handle, kind)}>
      {status}
      {alert}
      {progress}
      {actions}
    </div>
  );
}
