'use client';
import { useMemo, useSyncExternalStore } from 'react';
import { describe } from '../core/freeze.ts';
import type { Handle, SafeActions } from '../core/handle.ts';
import { useProvided } from './context.ts';
import { bind, type SafeActionHandle } from './safeActionHandle.ts';
import { useBeforePaint } from './useBeforePaint.ts';

interface Finished {
  handle: SafeActionHandle;
  /** The description of the action; its record no longer gives it. */
  what: string | undefined;
  scope: string | null | undefined;
}

type Filter = (handle: SafeActionHandle) => boolean;

const NONE: readonly Finished[] = [];
const none = () => NONE;

/** What became done, or was declined, while this is mounted and `filter` lets it through, until it is closed. */
export function useFinished(filter: Filter): {
  finished: readonly Finished[];
  close: (handle: SafeActionHandle) => void;
} {
  const { client, scope } = useProvided();
  const news = useMemo(() => collectFinished(client), [client]);
  // Before the provider enters the scope, which tells what was done while it was away: that is news of this scope (law 9).
  useBeforePaint(() => news.look(filter, scope));
  const finished = useSyncExternalStore(news.subscribe, news.get, none);
  // What one person finished is no news for the next (law 9).
  return { finished: finished.filter((one) => one.scope === scope), close: news.close };
}

/** A store like that of the open actions, so that a row that leaves the one list comes into the other in one render. */
function collectFinished(client: SafeActions) {
  let finished = NONE;
  let changed = () => {};
  let now: { filter: Filter; scope: Finished['scope'] } = { filter: () => true, scope: undefined };
  const without = (handle: SafeActionHandle) =>
    finished.filter((one) => one.handle.action !== handle.action || one.handle.subject !== handle.subject);
  return {
    get: () => finished,
    look(filter: Filter, scope: Finished['scope']) {
      now = { filter, scope };
      // Who is a guest after a user has been here is another one (law 9).
      const isGuests = (one: Finished) => one.scope === null;
      if (typeof scope === 'string' && finished.some(isGuests))
        finished = finished.filter((one) => !isGuests(one));
    },
    close(handle: SafeActionHandle) {
      finished = without(handle);
      changed();
    },
    subscribe(listener: () => void) {
      changed = listener;
      const add = (handle: SafeActionHandle, what: string | undefined) => {
        if (!now.filter(handle)) return;
        finished = [...without(handle), { handle, what, scope: now.scope }];
        changed();
      };
      const stopDone = client.onDone(({ action, subject, data, input }) => {
        const core = client.handle(action, subject);
        // The slot may long hold another action when this is read.
        const { durability, ...view } = core.getView();
        const requestId = ('requestId' in view && view.requestId) || '';
        const handle = bind(core, { status: 'done', requestId, data, durability, locked: false });
        add(handle, input === undefined ? undefined : describe(action, input).description);
      });
      /** The open actions, and their descriptions. */
      const open = new Map<Handle, string | undefined>();
      const follow = () => {
        const all = client.getOpen();
        for (const [core, what] of open) {
          if (all.includes(core)) continue;
          open.delete(core);
          const view = core.getView();
          if (view.status === 'declined') add(bind(core, view), what);
        }
        for (const core of all) open.set(core, core.about()?.description);
      };
      follow();
      const stopOpen = client.subscribeOpen(follow);
      return () => {
        stopDone();
        stopOpen();
      };
    },
  };
}
