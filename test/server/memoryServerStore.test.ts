import { createMemoryServerStore } from 'safe-action/testing';
import { expect, it } from 'vitest';
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

it('undoes what a transaction changed in what it was given, as a database does', async () => {
  const store = createMemoryServerStore();
  const charges = ['one'];
  await store.transact(async ({ native }) => native.put('charges', charges));
  charges.push('put before');
  const failed = store.transact(async ({ native }) => {
    (native.get('charges') as string[]).push('got');
    for (const [, listed] of native.list('charges')) (listed as string[]).push('listed');
    throw new Error('rolled back');
  });
  await expect(failed).rejects.toThrow('rolled back');
  expect(store.data.get('charges')).toEqual(['one']);
});
