/**
 * Tells the app's own `onError`. That it fails itself, at once or in a promise, takes nothing from what the server has
 * still to do, and ends no process: `console.error` hears of both.
 */
export function reporter(onError: (error: unknown) => unknown): (error: unknown) => void {
  return (error) => {
    const fail = (failure: unknown): void => {
      console.error('safe-action: `onError` failed', failure, 'as it was told of', error);
    };
    try {
      const told = onError(error);
      // Of other realms, too; `then` may throw, as anything of the app's.
      if (typeof (told as PromiseLike<unknown> | null | undefined)?.then === 'function')
        void Promise.resolve(told).catch(fail);
    } catch (failure) {
      fail(failure);
    }
  };
}
