import { createStore, get, keys, setMany } from 'idb-keyval';
import { createSafeActions } from 'safe-action';
import { action, input, read } from './pay.ts';

const pay = action('pay', 'payment');
const start = performance.now();
const client = createSafeActions({ app: 'bench', actions: [pay] });
client.setScope(null);
const handle = client.handle(pay, 'open');
await read(handle);
const took = performance.now() - start;

globalThis.bench = {
  took,
  status: handle.getView().status,
  /** Copies one settled action many times, and leaves another one open. */
  async plant(count: number) {
    await client.run(pay, input, { subject: 'settled' });
    const store = createStore('safe-action:bench', 'records');
    const known = (await keys<string[]>(store)).find(([kind]) => kind === 'settled');
    if (!known) throw new Error('Nothing is settled.');
    const [, app = '', scope = ''] = known;
    const settled = await get(known, store);
    const copies = Array.from({ length: count }, (_, index) => {
      const requestId = `copy${index}`;
      const subject = `cart${index}`;
      return [
        [['settled', app, scope, requestId], { ...settled, requestId, subject }],
        [['latest', app, scope, 'pay', subject], requestId],
      ] satisfies [string[], unknown][];
    });
    const { data: _, ...rest } = settled;
    const open = { ...rest, requestId: 'open', subject: 'open', status: 'retry', attempts: [] };
    await setMany([...copies.flat(), [['open', app, scope, 'pay', 'open'], open]], store);
  },
};
