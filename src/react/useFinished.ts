'use client';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { describe } from '../core/freeze.ts';
import type { Handle, SafeActions } from '../core/handle.ts';
import { useProvided } from './context.ts';
import { bind, type SafeActionHandle } from './safeActionHandle.ts';

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
  useEffect(() => {
    news.now = { filter, scope };
  });
  const finished = useSyncExternalStore(news.subscribe, news.get, none);
  // What one person finished is no news for the next (law 9).
  return { finished: finished.filter((one) => one.scope === scope), close: news.close };
}

/** A store like that of the open actions, so that a row that leaves the one list comes into the other in one render. */
function collectFinished(client: SafeActions) {
  let finished = NONE;
  let changed = () => {};
  const without = (handle: SafeActionHandle) =>
    finished.filter((one) => one.handle.action !== handle.action || one.handle.subject !== handle.subject);
  const news = {
    now: { filter: (() => true) as Filter, scope: undefined as Finished['scope'] },
    get: () => finished,
    close(handle: SafeActionHandle) {
      finished = without(handle);
      changed();
    },
    subscribe(listener: () => void) {
      changed = listener;
      const add = (handle: SafeActionHandle, what: string | undefined) => {
        if (!news.now.filter(handle)) return;
        finished = [...without(handle), { handle, what, scope: news.now.scope }];
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
        const now = client.getOpen();
        for (const [core, what] of open) {
          if (now.includes(core)) continue;
          open.delete(core);
          const view = core.getView();
          if (view.status === 'declined') add(bind(core, view), what);
        }
        for (const core of now) open.set(core, core.about()?.description);
      };
      follow();
      const stopOpen = client.subscribeOpen(follow);
      return () => {
        stopDone();
        stopOpen();
      };
    },
  };
  return news;
}
