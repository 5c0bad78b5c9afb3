/** Tells its listeners, each of which may throw without harm to the others or to the engine. */
export interface Emitter<T> {
  emit(value: T): void;
  /** Returns the unsubscribe function. */
  listen(listener: (value: T) => void): () => void;
}

export function createEmitter<T>(): Emitter<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    emit(value) {
      for (const listener of [...listeners])
        try {
          listener(value);
        } catch (error) {
          // Reported like any uncaught error, outside of what the engine is doing.
          queueMicrotask(() => {
            throw error;
          });
        }
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
