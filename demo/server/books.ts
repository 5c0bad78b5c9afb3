import type { MemoryData } from 'safe-action/testing';

/** The shop's data inside one transaction: values under names. A value is plain JSON. */
export interface Books {
  get<Value>(key: string): Promise<Value | undefined>;
  put(key: string, value: unknown): Promise<void>;
  /** @throws where there is one under this name already */
  insert(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** Everything whose name begins so, by name. */
  list<Value>(prefix: string): Promise<[key: string, value: Value][]>;
}

export function memoryBooks(data: MemoryData): Books {
  return {
    get: async (key) => data.get(key) as never,
    put: async (key, value) => data.put(key, value),
    async insert(key, value) {
      if (data.get(key) !== undefined) throw new Error(`There is a ${key} already.`);
      data.put(key, value);
    },
    delete: async (key) => data.put(key, undefined),
    list: async (prefix) => data.list(prefix).filter(([, value]) => value !== undefined) as never,
  };
}
