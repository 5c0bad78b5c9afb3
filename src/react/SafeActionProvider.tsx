'use client';
import { onlineManager, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useContext, useInsertionEffect, useMemo, useRef } from 'react';
import type { SafeActions } from '../core/handle.ts';
import { SafeActionContext, told } from './context.ts';
import type { Messages } from './messages.ts';
import { mirror } from './mirror.ts';
import { warnOfUnseen } from './unseen.ts';
import { useBeforePaint } from './useBeforePaint.ts';

/** The mounted providers of a client that have said who is here, or were there as it was said. */
const speakers = new WeakMap<SafeActions, Set<unknown>>();

export interface SafeActionProviderProps {
  /** What `createSafeActions` returned: one per app, made outside of components. */
  client: SafeActions;
  /** Whose actions these are: a user id, `null` for a guest, `undefined` while not yet known. */
  scope: string | null | undefined;
  /** Replaces the English words, one group at a time. */
  messages?: Partial<Messages> | undefined;
  children?: ReactNode;
}

/**
 * Connects the client to the app: its scope, TanStack's QueryClient and `onlineManager`. Goes inside
 * `QueryClientProvider`. Open actions resume once per page load, also where no component shows them.
 */
export function SafeActionProvider({
  client,
  scope,
  messages,
  children,
}: SafeActionProviderProps): ReactElement {
  const queryClient = useQueryClient();
  const outer = useContext(SafeActionContext);
  // Within another, such as for another language, it gives other words only: who is here is said in one place.
  const isInner = outer?.client === client;
  const whose = isInner ? outer.scope : scope;
  // Of all effects these alone stay while a `<Suspense>` around it waits for code or data: what is done meanwhile is news, too.
  useInsertionEffect(() => {
    if (isInner) return;
    const stops = [mirror(client, queryClient), client.combineOnline(onlineManager)];
    if (process.env.NODE_ENV !== 'production') stops.push(warnOfUnseen(client));
    return () => {
      for (const stop of stops) stop();
    };
  }, [client, queryClient, isInner]);
  const self = useRef(scope);
  useInsertionEffect(() => () => void speakers.get(client)?.delete(self), [client]);
  // Before paint: no frame of the new person's page may show an action of the one before (law 9). And after the mirror,
  // which hears what this resumes. Unmounting takes nothing back: a round outlives its screen.
  useBeforePaint(() => {
    if (isInner) return;
    const all = speakers.get(client) ?? new Set();
    const isSaid = all.size > 0;
    speakers.set(client, all.add(self));
    // A part of the page that has never known it takes back nothing that another one has said.
    const asks = isSaid && scope === undefined && self.current === undefined;
    self.current = scope;
    // Said again it would mean that they are here anew, and not whoever another tab has told of (laws 1 and 9). That React
    // shows the page again, which a `<Suspense>` has hidden, says nothing of the kind, nor does it that another part of the
    // page comes; nor does it of a guest, who does not sign in, that the page is mounted anew.
    if (asks || ((isSaid || scope === null) && told.get(client) === scope)) return;
    told.set(client, scope);
    client.setScope(scope);
  }, [client, scope, isInner]);
  const provided = useMemo(() => ({ client, scope: whose, messages }), [client, whose, messages]);
  return <SafeActionContext.Provider value={provided}>{children}</SafeActionContext.Provider>;
}
