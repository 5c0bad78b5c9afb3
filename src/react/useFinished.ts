'use client';
import { useEffect, useRef, useState } from 'react';
import { useProvided } from './context.ts';
import { bind, type SafeActionHandle } from './safeActionHandle.ts';

interface Finished {
  handle: SafeActionHandle;
  /** The description of the action; its record no longer gives it. */
  what: string | undefined;
}

/** What became done while this is mounted and `filter` lets it through, until it is closed. */
export function useFinished(filter: (handle: SafeActionHandle) => boolean): {
  finished: readonly Finished[];
  close: (handle: SafeActionHandle) => void;
} {
  const { client, scope } = useProvided();
  const [finished, setFinished] = useState<readonly (Finished & { scope: typeof scope })[]>([]);
  const now = useRef({ filter, scope });
  useEffect(() => {
    now.current = { filter, scope };
  });
  useEffect(
    () =>
      client.onDone(({ action, subject, data, input }) => {
        const core = client.handle(action, subject);
        // The event comes before the view does, and the slot may long hold another action when this is read.
        const { durability, ...view } = core.getView();
        const requestId = ('requestId' in view && view.requestId) || '';
        const handle = bind(core, { status: 'done', requestId, data, durability, locked: false });
        if (!now.current.filter(handle)) return;
        const what: string | undefined = input === undefined ? undefined : action.describe?.(input);
        const news = { handle, what, scope: now.current.scope };
        setFinished((others) => [...others.filter((other) => !isSame(other.handle, handle)), news]);
      }),
    [client],
  );
  return {
    // What one person finished is no news for the next (law 9).
    finished: finished.filter((one) => one.scope === scope),
    close: (handle) => setFinished((others) => others.filter((other) => !isSame(other.handle, handle))),
  };
}

function isSame(one: SafeActionHandle, other: SafeActionHandle): boolean {
  return one.action === other.action && one.subject === other.subject;
}
