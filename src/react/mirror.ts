import type { QueryClient } from '@tanstack/react-query';
import { ActionDeclinedError } from '../core/errors/actionDeclinedError.ts';
import { ActionOpenError } from '../core/errors/actionOpenError.ts';
import type { Round, SafeActions } from '../core/handle.ts';

/** Which cache has a round: parts of a page with a provider each may share one. */
const shown = new WeakMap<Round, QueryClient>();

/**
 * Shows each round as one TanStack Mutation, so that Devtools, `useIsMutating`, `useMutationState`, global callbacks and
 * `invalidates` work, before and after a reload. A mirror drives nothing: `queryClient.clear()` loses no action.
 * Returns the function that takes it away.
 */
export function mirror(client: SafeActions, queryClient: QueryClient): () => void {
  const stopRounds = client.onRound((round) => {
    if (shown.get(round) === queryClient) return;
    shown.set(round, queryClient);
    queryClient
      .getMutationCache()
      .build<unknown, Error, { requestId: string }, unknown>(queryClient, {
        mutationKey: ['safe-action', round.action.name, round.subject],
        mutationFn: () => outcome(round),
        // The retry loop is the engine's, and offline is for the engine to judge.
        retry: false,
        networkMode: 'always',
      })
      // Only the ID: a persisted cache must never hold a password (law 9).
      .execute({ requestId: round.requestId })
      .catch(() => {});
  });
  const stopDone = client.onDone(({ action: { invalidates }, data, input }) => {
    for (const queryKey of typeof invalidates === 'function' ? invalidates(data, input) : (invalidates ?? []))
      void queryClient.invalidateQueries({ queryKey });
  });
  return () => {
    stopRounds();
    stopDone();
  };
}

/** @throws ActionDeclinedError, ActionOpenError */
async function outcome({ action, requestId, finished }: Round): Promise<unknown> {
  const view = await finished;
  const secret = action.keep === 'id';
  if (view.status === 'done') return secret ? { requestId } : view.data;
  if (view.status !== 'declined') throw new ActionOpenError(requestId, view.status);
  const { code, change } = view.decline;
  throw new ActionDeclinedError(requestId, secret ? { code, change } : view.decline);
}
