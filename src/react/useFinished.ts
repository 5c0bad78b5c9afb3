'use client';
import { useMemo, useSyncExternalStore } from 'react';
import { describe } from '../core/freeze.ts';
import type { Handle, SafeActions } from '../core/handle.ts';
import type { View } from '../core/view.ts';
import { told, useProvided } from './context.ts';
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
  return {
    // What one person finished is no news for the next (law 9).
    finished: finished.filter((one) => one.scope === scope && filter(one.handle)),
    close: news.close,
  };
}

/** A store like that of the open actions, so that a row that leaves the one list comes into the other in one render. */
function collectFinished(client: SafeActions) {
  let finished = NONE;
  let changed = () => {};
  let passes: Filter = () => true;
  /** By a verb of the slot, which is the same for as long as the slot is. */
  const without = ({ run }: Pick<Handle, 'run'>) =>
    finished.filter(({ handle, scope }) => handle.run !== run || scope !== told.get(client));
  const add = (core: Handle, view: View, what: string | undefined) => {
    // What is open in the slot by the time that this is shown is another action.
    const handle = { ...bind(core, view), about: () => undefined };
    if (!passes(handle)) return;
    finished = [...without(core), { handle, what, scope: told.get(client) }];
    changed();
  };
  return {
    get: () => finished,
    look(filter: Filter, scope: Finished['scope']) {
      passes = filter;
      // Who is a guest after a user has been here is another one (law 9).
      const isGuests = (one: Finished) => one.scope === null;
      if (typeof scope === 'string' && finished.some(isGuests))
        finished = finished.filter((one) => !isGuests(one));
    },
    close(handle: SafeActionHandle) {
      finished = finished.filter((one) => one.handle !== handle);
      changed();
    },
    subscribe(listener: () => void) {
      changed = listener;
      const stopDone = client.onDone(({ action, subject, requestId, late, data, input }) => {
        // It is in the list of what is open, with a row of its own.
        if (late) return;
        const core = client.handle(action, subject);
        const { durability } = core.getView();
        add(
          core,
          { status: 'done', requestId, data, durability, locked: false },
          input === undefined ? undefined : describe(action, input).description,
        );
      });
      /** The open actions, and their descriptions. */
      const open = new Map<Handle, string | undefined>();
      const follow = () => {
        const all = client.getOpen();
        for (const [core, what] of open) {
          if (all.includes(core)) continue;
          open.delete(core);
          const view = core.getView();
          if (view.status === 'declined') add(core, view, what);
        }
        for (const core of all) {
          // What became of the one before is no news any more.
          if (!open.has(core)) finished = without(core);
          open.set(core, core.about()?.description);
        }
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
