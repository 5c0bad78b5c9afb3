'use client';
import {
  type ComponentPropsWithoutRef,
  type ReactElement,
  type ReactNode,
  useId,
  useRef,
  useState,
} from 'react';
import { part } from './dataAttributes.ts';
import { english } from './english.ts';
import type { Messages } from './messages.ts';
import { OpenAction, type OpenActionParts } from './OpenAction.tsx';
import { type SafeActionHandle, slotOf } from './safeActionHandle.ts';
import { pick } from './say.ts';
import { useAnnounced } from './useAnnounced.ts';
import { useBeforePaint } from './useBeforePaint.ts';
import { useFinished } from './useFinished.ts';
import { useMessages } from './useMessages.ts';
import { useOpenActions } from './useOpenActions.ts';

export interface OpenActionsProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  /** Leaves out what the page shows already. Asked with each render. @default everything */
  filter?: ((handle: SafeActionHandle) => boolean) | undefined;
  /** Leads to the form of an action whose input was not kept; `label` is "Fill it in again". */
  formLink?: ((handle: SafeActionHandle, label: string) => ReactNode) | undefined;
  /** Lays out one row: what it is and how it stands, its one next step, and its status. */
  render?: ((parts: OpenActionParts, handle: SafeActionHandle) => ReactElement) | undefined;
  messages?: Partial<Messages> | undefined;
}

/**
 * What is not finished, wherever it was begun: "Your payment of €20 from 14:02 is being confirmed", each with its one next
 * step. What becomes done or is declined meanwhile stays, as news, until it is closed, or until another action begins in
 * its place. Goes near the root; hidden while it is empty.
 */
export function OpenActions({
  filter = () => true,
  formLink,
  render,
  messages,
  ...rest
}: OpenActionsProps): ReactElement {
  const words = useMessages(messages, english);
  const title = useId();
  const list = useRef<HTMLElement>(null);
  const open = useOpenActions().filter(filter);
  const { finished, close } = useFinished(filter);
  // While one user follows another, the list of the one may meet the news of the other.
  const news = finished.filter(({ handle }) => !open.some(({ run }) => run === handle.run));
  // The region is there before a row can speak.
  useAnnounced('status', '');
  const rows = [
    ...open.map((handle) => ({
      handle,
      what: undefined,
      // A late `done` stands beside what is open in its slot by then.
      key: slotOf(handle) + (handle.status === 'done' ? handle.requestId : ''),
      onClose: () => void handle.dismiss(),
    })),
    // Under the same key, so that the row stays, and the focus in it.
    ...news.map(({ handle, what }) => ({
      handle,
      what,
      key: slotOf(handle),
      onClose: () => close(handle),
    })),
  ];
  // The focus would fall to <body> with the row that has it, or with the list itself: that goes once it has lost it.
  const focus = () => list.current?.focus();
  const [hidden, setHidden] = useState(true);
  useBeforePaint(() => {
    const section = list.current;
    const settle = () => setHidden(!rows.length && section !== document.activeElement);
    settle();
    section?.addEventListener('focusout', settle);
    return () => section?.removeEventListener('focusout', settle);
  });
  return (
    <section
      {...rest}
      {...part('open-actions')}
      ref={list}
      tabIndex={-1}
      aria-labelledby={title}
      hidden={hidden}
    >
      <h2 id={title}>{pick(open.length ? words.open.title : words.open.news, undefined)}</h2>
      <ul>
        {rows.map(({ key, ...row }) => (
          <OpenAction key={key} {...row} words={words} formLink={formLink} render={render} onLoss={focus} />
        ))}
      </ul>
    </section>
  );
}
