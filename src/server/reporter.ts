import { guarded } from './guarded.ts';

export type OnError = (error: unknown, requestId?: string) => unknown;

/**
 * Tells the app's own `onError`. That it fails itself, at once or in a promise, takes nothing from what the server has
 * still to do, and ends no process: `console.error` hears of both.
 */
export function reporter(onError: OnError): (error: unknown, requestId?: string) => void {
  return (error, requestId) =>
    guarded(
      // `console.error` would print an ID that is not there.
      () => (requestId === undefined ? onError(error) : onError(error, requestId)),
      (failure) => console.error('safe-action: `onError` failed', failure, 'as it was told of', error),
    );
}
