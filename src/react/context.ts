'use client';
import { type Context, createContext, useCallback, useContext } from 'react';
import { SafeActionError } from '../core/errors/safeActionError.ts';
import type { SafeActions } from '../core/handle.ts';
import type { Messages } from './messages.ts';

export interface Provided {
  client: SafeActions;
  scope: string | null | undefined;
  messages: Partial<Messages> | undefined;
}

export const SafeActionContext: Context<Provided | null> = createContext<Provided | null>(null);

/**
 * Who is here, as each client was told last. A page may be mounted before its provider says so: until then the views are
 * those of whoever was there before (law 9).
 */
export const told: WeakMap<SafeActions, Provided['scope']> = new WeakMap();

/** What the nearest `SafeActionProvider` gives. @throws SafeActionError `no_provider` */
export function useProvided(): Provided {
  const provided = useContext(SafeActionContext);
  if (!provided)
    throw new SafeActionError(
      'no_provider',
      process.env.NODE_ENV === 'production'
        ? 'No SafeActionProvider.'
        : 'A hook or component of safe-action was rendered outside <SafeActionProvider>. Without its client there is no place for the request ID, so nothing could be sent once. Put the provider inside QueryClientProvider, around the app.',
    );
  return provided;
}

/** Asks whether the user of this part of the page is the one who is said to be here (law 9). */
export function useIsHere(): () => boolean {
  const { client, scope } = useProvided();
  return useCallback(() => told.get(client) === scope, [client, scope]);
}
