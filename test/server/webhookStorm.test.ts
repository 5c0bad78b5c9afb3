import { createMemoryServerStore, type MemoryData } from 'safe-action/testing';
import { expect, it } from 'vitest';
import { weather } from './webhookStorm.ts';

it('1,000 deliveries, shuffled, five of each event, half of them at once: every object ends in its newest state', async () => {
  const store = createMemoryServerStore({ step: () => Promise.resolve() });
  const calm = await weather<MemoryData>(
    {
      store,
      note: async (data, id) => data.put(`note ${id}`, [...((data.get(`note ${id}`) ?? []) as string[]), id]),
      set: async (data, object, state) => data.put(`state ${object}`, state),
      notes: async () =>
        [...store.data].filter(([key]) => key.startsWith('note ')).flatMap(([, ids]) => ids as string[]),
      states: async () =>
        new Map(
          [...store.data]
            .filter(([key]) => key.startsWith('state '))
            .map(([key, state]) => [key.slice('state '.length), state as string]),
        ),
    },
    { objects: 20, copies: 5, seed: 1 },
  );
  expect(calm.deliveries).toBe(1000);
}, 30_000);
