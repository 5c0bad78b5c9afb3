import { guarded } from './guarded.ts';

/**
 * Tells the app's own `onError`. That it fails itself, at once or in a promise, takes nothing from what the server has
 * still to do, and ends no process: `console.error` hears of both.
 */
export function reporter(onError: (error: unknown) => unknown): (error: unknown) => void {
  return (error) =>
    guarded(
      () => onError(error),
      (failure) => console.error('safe-action: `onError` failed', failure, 'as it was told of', error),
    );
}
