/** Calls what is the app's own, and `fail` where that fails, at once or in a promise: neither is a reason to end here. */
export function guarded(call: () => unknown, fail: (failure: unknown) => void): void {
  try {
    const called = call();
    // Of other realms, too; `then` may throw, as anything of the app's.
    if (typeof (called as PromiseLike<unknown> | null | undefined)?.then === 'function')
      void Promise.resolve(called).catch(fail);
  } catch (failure) {
    fail(failure);
  }
}
