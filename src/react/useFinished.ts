'use client';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { SafeActions } from '../core/handle.ts';
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

/** What became done while this is mounted and `filter` lets it through, until it is closed. */
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
      return client.onDone(({ action, subject, data, input }) => {
        const core = client.handle(action, subject);
        // The event comes before the view does, and the slot may long hold another action when this is read.
        const { durability, ...view } = core.getView();
        const requestId = ('requestId' in view && view.requestId) || '';
        const handle = bind(core, { status: 'done', requestId, data, durability, locked: false });
        if (!news.now.filter(handle)) return;
        const what: string | undefined = input === undefined ? undefined : action.describe?.(input);
        finished = [...without(handle), { handle, what, scope: news.now.scope }];
        changed();
      });
    },
  };
  return news;
}
