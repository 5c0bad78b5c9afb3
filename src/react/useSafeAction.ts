'use client';
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { Action } from '../core/action.ts';
import { STARTING } from '../core/starting.ts';
import { subjectOf } from '../core/subject.ts';
import type { View } from '../core/view.ts';
import { useIsHere, useProvided } from './context.ts';
import { bind, type SafeActionHandle } from './safeActionHandle.ts';
import { shows } from './unseen.ts';

export interface UseSafeActionOptions<Data> {
  /** What the action is about: a cart id, a row id. @default '' */
  subject?: string;
  /**
   * Called once per action: in a mounted hook that has one and sees it done, else when the next such hook mounts, after a
   * reload too (`resumed`: another page load than the tap's). `data` is `undefined` where it is kept nowhere (`keep: 'id'`) and
   * another page load saw the answer.
   */
  onDone?: ((data: Data, about: { requestId: string; resumed: boolean }) => void) | undefined;
}

/** What a server renders, and a browser at first: the store has not been read, so nothing is claimed (law 7). */
const starting = () => STARTING as View<never>;

/**
 * The view of one slot and its verbs; the same object until the view changes.
 * @throws DefinitionError `invalid_subject` where a `subject` is given and is no string
 * @throws SafeActionError `no_provider`
 */
export function useSafeAction<Input, Frozen, Data>(
  action: Action<Input, Frozen, Data>,
  options: UseSafeActionOptions<Data> = {},
): SafeActionHandle<Input, Data> {
  const { client } = useProvided();
  const subject = subjectOf(action.name, options);
  const handle = useMemo(() => client.handle(action, subject), [client, action, subject]);
  const isHere = useIsHere();
  const look = () => (isHere() ? handle.getView() : starting());
  const view = useSyncExternalStore(handle.subscribe, look, starting);

  const listens = !!options.onDone;
  const latest = useRef({ handle, onDone: options.onDone });
  useEffect(() => {
    latest.current = { handle, onDone: options.onDone };
    return process.env.NODE_ENV === 'production' ? undefined : shows(client, action.name, subject);
  });
  useEffect(() => {
    // Behind an `idle` there may be what an earlier page load has shown, and nobody was told of.
    if (view.status !== 'done' && view.status !== 'declined' && !(listens && view.status === 'idle')) return;
    const here = latest.current;
    // A hook without `onDone` only says that it was shown.
    void handle.deliver(view, listens).then((delivery) => {
      if (!delivery || view.status !== 'done') return;
      // The component may show another slot by now, whose `onDone` this is not.
      const { onDone } = latest.current.handle === handle ? latest.current : here;
      onDone?.(view.data as Data, { requestId: view.requestId, resumed: delivery.resumed });
    });
  }, [handle, view, listens]);
  return useMemo(() => bind(handle, view, isHere), [handle, view, isHere]);
}
