'use client';
import { type ComponentPropsWithoutRef, type ReactElement, type ReactNode, useId, useRef } from 'react';
import { part } from './dataAttributes.ts';
import type { Messages } from './messages.ts';
import { OpenAction, type OpenActionParts } from './OpenAction.tsx';
import type { SafeActionHandle } from './safeActionHandle.ts';
import { pick } from './say.ts';
import { useAnnounced } from './useAnnounced.ts';
import { useFinished } from './useFinished.ts';
import { useMessages } from './useMessages.ts';
import { useOpenActions } from './useOpenActions.ts';

export interface OpenActionsProps extends Omit<ComponentPropsWithoutRef<'section'>, 'children'> {
  /** Leaves out what the page shows already. Asked with each render. @default everything */
  filter?: (handle: SafeActionHandle) => boolean;
  /** Leads to the form of an action whose input was not kept; `label` is "Fill it in again". */
  formLink?: (handle: SafeActionHandle, label: string) => ReactNode;
  /** Lays out one row: what it is and how it stands, its one next step, and its status. */
  render?: (parts: OpenActionParts, handle: SafeActionHandle) => ReactElement;
  messages?: Partial<Messages>;
}

/**
 * What is not finished, wherever it was begun: "Your payment of €20 from 14:02 is being confirmed", each with its one next
 * step. What becomes done or is declined meanwhile stays, as news,
 * until it is closed. Goes near the root; hidden while it is empty.
 */
export function OpenActions({
  filter = () => true,
  formLink,
  render,
  messages,
  ...rest
}: OpenActionsProps): ReactElement {
  const words = useMessages(messages);
  const title = useId();
  const list = useRef<HTMLElement>(null);
  const open = useOpenActions().filter(filter);
  const { finished, close } = useFinished(filter);
  const news = finished.filter(({ handle }) => !open.some((other) => keyOf(other) === keyOf(handle)));
  // The region is there before a row can speak.
  useAnnounced('status', '');
  // Else the focus would fall to <body> with the row that has it.
  const focus = () => list.current?.focus();
  const rows = [
    ...open.map((handle) => ({ handle, what: undefined, isNews: false })),
    ...news.map(({ handle, what }) => ({ handle, what, isNews: true })),
  ];
  return (
    <section
      {...rest}
      {...part('open-actions')}
      ref={list}
      tabIndex={-1}
      aria-labelledby={title}
      hidden={rows.length === 0}
    >
      <h2 id={title}>{pick(open.length ? words.open.title : words.open.news, undefined)}</h2>
      <ul>
        {rows.map(({ handle, what, isNews }) => (
          <OpenAction
            key={keyOf(handle)}
            handle={handle}
            what={what}
            words={words}
            formLink={formLink}
            render={render}
            onLoss={focus}
            onClose={() => {
              if (isNews) close(handle);
              else void handle.dismiss();
            }}
          />
        ))}
      </ul>
    </section>
  );
}

const keyOf = ({ action, subject }: SafeActionHandle): string => JSON.stringify([action.name, subject]);
