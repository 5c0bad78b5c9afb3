import { createMemoryServerStore } from 'safe-action/testing';
import { storeContract } from './storeContract.ts';

storeContract(
  'The store in memory',
  async () => {
    const store = createMemoryServerStore();
    return {
      store,
      put: async (native, key, value) => native.put(key, value),
      get: async (key) => store.data.get(key) as string | undefined,
      close: async () => {},
    };
  },
  { concurrent: true },
);
