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
  const sources = new Set<OnlineSource>();
  network.listen(() => changes.emit());
  return {
    fetch: network.fetch,
    online: () => network.online() && [...sources].every((source) => source.isOnline()),
    listen: changes.listen,
    combine(source) {
      sources.add(source);
      const stop = source.subscribe(() => changes.emit());
      changes.emit();
      return () => {
        stop();
        sources.delete(source);
        changes.emit();
      };
    },
  };
}
