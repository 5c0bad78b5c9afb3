// @ts-nocheck: a script, measured by running it
import { inPage, median } from './browserPage.mjs';

const RELOADS = 9;
const LIMIT = 1.5;

/** Start-up: from `createSafeActions` to the first view that is not `starting`, ms, with many settled records stored. */
const page = (app) => `
import { createSafeActions, defineAction, post } from 'safe-action';
const pay = defineAction({ name: 'pay', kind: 'payment', keep: 'input', endpoint: 'idempotent', send: post('/pay') });
const start = performance.now();
const client = createSafeActions({ app: '${app}', actions: [pay] });
client.setScope(null);
const handle = client.handle(pay, 'open');
await new Promise((resolve) => {
  const look = () => (handle.getView().reason === 'starting' ? undefined : resolve());
  handle.subscribe(look);
  look();
});
globalThis.took = performance.now() - start;
globalThis.plant = async (count) => {
  await client.run(pay, { amount: 1 }, { subject: 'template' });
  const db = await new Promise((resolve) => { const open = indexedDB.open('safe-action:${app}'); open.onsuccess = () => resolve(open.result); });
  const rows = db.transaction('records', 'readwrite').objectStore('records');
  const all = (request) => new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
  const keys = await all(rows.getAllKeys());
  const key = keys.find(([kind]) => kind === 'settled');
  const template = await all(rows.get(key));
  for (let index = 0; index < count; index++) {
    const requestId = template.requestId + index;
    rows.put({ ...template, requestId, subject: 's' + index }, [...key.slice(0, 3), requestId]);
    rows.put(requestId, ['latest', ...key.slice(1, 3), 'pay', 's' + index]);
  }
  const open = { ...template, requestId: template.requestId + 'open', subject: 'open', status: 'retry', data: undefined, attempts: [] };
  rows.put(open, ['open', ...key.slice(1, 3), 'pay', 'open']);
  await new Promise((resolve) => { rows.transaction.oncomplete = resolve; });
  db.close();
};
globalThis.ready = true;
`;

async function startUp(count) {
  return inPage(page(`with-${count}`), async (tab) => {
    await tab.evaluate((rows) => globalThis.plant(rows), count);
    const times = [];
    for (let reload = 0; reload < RELOADS; reload++) {
      await tab.reload();
      await tab.waitForFunction('globalThis.ready');
      times.push(await tab.evaluate('globalThis.took'));
    }
    return median(times);
  });
}

export async function report() {
  const few = await startUp(10);
  const many = await startUp(10_000);
  return [
    {
      figure: 'start-up with 10 settled records',
      measured: `${few.toFixed(1)} ms`,
      limit: '',
      ratio: '1.00',
    },
    {
      figure: 'start-up with 10,000 settled records',
      measured: `${many.toFixed(1)} ms`,
      limit: `${LIMIT} x`,
      ratio: (many / few).toFixed(2),
    },
  ];
}

if (import.meta.url === `file://${process.argv[1]}`) console.table(await report());
