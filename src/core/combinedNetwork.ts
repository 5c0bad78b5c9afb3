import { createEmitter } from './emitter.ts';
import type { Network } from './ports.ts';

/** A second opinion on being online. */
export interface OnlineSource {
  isOnline(): boolean;
  subscribe(listener: () => void): () => void;
}

/** A network that is online only where every source agrees. `combine` returns the function that takes a source back. */
export function combineNetwork(network: Network): Network & { combine(source: OnlineSource): () => void } {
  const changes = createEmitter<void>();
  const sources = new Set<() => boolean>();
  network.listen(() => changes.emit());
  return {
    fetch: network.fetch,
    online: () => network.online() && [...sources].every((isOnline) => isOnline()),
    listen: changes.listen,
    combine(source) {
      // One for each who asks it: parts of a page have the same, and come and go on their own.
      const isOnline = () => source.isOnline();
      sources.add(isOnline);
      const stop = source.subscribe(() => changes.emit());
      changes.emit();
      return () => {
        stop();
        sources.delete(isOnline);
        changes.emit();
      };
    },
  };
}
