'use client';
import { onlineManager, useQueryClient } from '@tanstack/react-query';
import { type ReactElement, type ReactNode, useContext, useInsertionEffect, useMemo } from 'react';
import type { SafeActions } from '../core/handle.ts';
import { SafeActionContext } from './context.ts';
import type { Messages } from './messages.ts';
import { mirror } from './mirror.ts';
import { warnOfUnseen } from './unseen.ts';
import { useBeforePaint } from './useBeforePaint.ts';

export interface SafeActionProviderProps {
  /** What `createSafeActions` returned: one per app, made outside of components. */
  client: SafeActions;
  /** Whose actions these are: a user id, `null` for a guest, `undefined` while not yet known. */
  scope: string | null | undefined;
  /** Replaces the English words, one group at a time. */
  messages?: Partial<Messages>;
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
  // Within another, such as for another language, it gives other words only.
  const isInner = useContext(SafeActionContext)?.client === client;
  // Of all effects these alone stay while a `<Suspense>` around it waits for code or data: what is done meanwhile is news, too.
  useInsertionEffect(() => {
    if (isInner) return;
    const stops = [mirror(client, queryClient), client.combineOnline(onlineManager)];
    if (process.env.NODE_ENV !== 'production') stops.push(warnOfUnseen(client));
    return () => {
      for (const stop of stops) stop();
    };
  }, [client, queryClient, isInner]);
  // Before paint: no frame of the new person's page may show an action of the one before (law 9). And after the mirror,
  // which hears what this resumes. Unmounting takes nothing back: a round outlives its screen.
  useBeforePaint(() => client.setScope(scope), [client, scope]);
  const provided = useMemo(() => ({ client, scope, messages }), [client, scope, messages]);
  return <SafeActionContext.Provider value={provided}>{children}</SafeActionContext.Provider>;
}
