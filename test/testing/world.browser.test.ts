import { expect, it } from 'vitest';
import { createWorld } from '../../src/testing/index.ts';

it.for(Array.from({ length: 50 }, (_, time) => time))(
  'settles reads of bodies between two timers in a real browser too: time %i of 50',
  async () => {
    const world = createWorld({ server: async (request) => Response.json(await request.json()) });
    const { ports } = world.tab();
    const happened: unknown[] = [];
    ports.clock.after(10, async () => {
      const response = await ports.network.fetch('/api/pay', { method: 'POST', body: '{"amount":20}' });
      happened.push(await response.clone().json());
      await ports.store.transact('relaxed', async (tx) => tx.put(['row'], await response.json()));
    });
    ports.clock.after(11, () => happened.push(world.disk.read(['row'])));
    await world.clock.advance(20);
    expect(happened).toEqual([{ amount: 20 }, { amount: 20 }]);
  },
);
