import { createEmitter } from '../core/emitter.ts';
import type { Network } from '../core/ports.ts';

/**
 * The page's own `fetch` and `navigator.onLine`. `onSend` is called before each request, and what it returns when that
 * request's headers are here or it failed.
 */
export function createNetwork(onSend: () => () => void): Network {
  const { listen, emit } = createEmitter<Event>();
  addEventListener('online', emit);
  addEventListener('offline', emit);
  return {
    listen,
    // Looked up at each call: tracing and mocking tools replace it.
    fetch: (input, init) => {
      const onEnd = onSend();
      const response = globalThis.fetch(input, init);
      response.then(onEnd, onEnd);
      return response;
    },
    online: () => navigator.onLine !== false,
  };
}
