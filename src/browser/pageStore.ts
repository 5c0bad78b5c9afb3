import type { Key, Store } from '../core/ports.ts';

/** Records in this page's memory, gone with it: for browsers where no storage exists at all (law 11). */
export function createPageStore(): Store {
  // By the JSON of the key, whose order is IndexedDB's but for control characters, spaces, `!` and keys of mixed lengths.
  let rows = new Map<string, unknown>();
  let last: Promise<unknown> = Promise.resolve();
  return {
    durability: () => 'memory',
    transact: (_mode, work) => {
      const turn = last.then(async () => {
        // On a copy, so that a throw undoes every write.
        const draft = new Map(rows);
        const { stringify } = JSON;
        const read = (id: string): unknown => structuredClone(draft.get(id));
        const keys = (prefix: Key, limit?: number): Key[] =>
          [...draft.keys()]
            .filter((id) => id.startsWith(stringify(prefix).slice(0, -1)))
            .sort()
            .slice(0, limit)
            .map((id): Key => JSON.parse(id));
        const result = await work({
          get: async (key) => read(stringify(key)),
          put: (key, value) => {
            draft.set(stringify(key), structuredClone(value));
          },
          add: (key, value) => {
            if (draft.has(stringify(key))) throw new DOMException('', 'ConstraintError');
            draft.set(stringify(key), structuredClone(value));
          },
          delete: (key) => {
            draft.delete(stringify(key));
          },
          keys: async (prefix, limit) => keys(prefix, limit),
          range: async (prefix) => keys(prefix).map((key): [Key, unknown] => [key, read(stringify(key))]),
        });
        rows = draft;
        return result;
      });
      last = turn.catch(() => {});
      return turn;
    },
  };
}
