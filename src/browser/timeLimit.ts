/**
 * Settles as `promise` does, or rejects with a `TimeoutError` after `ms`: a database that hangs must become a
 * rejection, because whoever waits for it holds a person's tap (law 11).
 */
export function timeLimit<T>(ms: number, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new DOMException('', 'TimeoutError')), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
