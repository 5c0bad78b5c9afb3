// @ts-nocheck: a script, measured by running it
import { inPage, median, quantile } from './browserPage.mjs';

const TAPS = 40;
const LIMIT = 1.25;

/** Tap to wire: from the click's handler being entered to `fetch` being called, ms. */
const page = `
import { createStore, set } from 'idb-keyval';
import { createSafeActions, defineAction, post } from 'safe-action';

const action = (name, kind) => defineAction({ name, kind, keep: 'input', endpoint: 'idempotent', send: post('/pay') });
const payment = action('payment', 'payment');
const save = action('save', 'save');
const client = createSafeActions({ app: 'bench', actions: [payment, save] });
client.setScope(null);
const input = { cart: 'c1', amount: 2000, note: 'x'.repeat(500) };

const request = indexedDB.open('strict', 1);
request.onupgradeneeded = () => request.result.createObjectStore('rows');
const strict = await new Promise((resolve) => { request.onsuccess = () => resolve(request.result); });
const put = (db, durability) => new Promise((resolve) => {
  const tx = db.transaction('rows', 'readwrite', { durability });
  tx.objectStore('rows').put({ ...input, requestId: 'x' }, 'row' + Math.random());
  tx.oncomplete = resolve;
});
const baseline = createStore('baseline', 'rows');
await set('warm', 1, baseline);

let count = 0;
const ways = {
  payment: () => client.handle(payment, 'p' + count),
  save: () => client.handle(save, 's' + count),
};
let entered = 0;
let left;
const real = globalThis.fetch;
globalThis.fetch = (...call) => { left ??= performance.now(); return real(...call); };
const button = document.createElement('button');
button.textContent = 'Pay';
document.body.append(button);
let go;
button.addEventListener('click', () => { entered = performance.now(); left = undefined; go(); });
globalThis.prepare = async (way) => {
  count++;
  if (way === 'baseline') go = async () => { await set('k' + count, { ...input, requestId: 'x' + count }, baseline); await fetch('/pay', { method: 'POST', body: JSON.stringify(input) }); done(); };
  else if (way === 'strict') go = async () => { await put(strict, 'strict'); await fetch('/pay', { method: 'POST', body: JSON.stringify(input) }); done(); };
  else {
    const handle = ways[way]();
    await new Promise((resolve) => {
      const look = () => handle.getView().status === 'idle' && resolve();
      handle.subscribe(look);
      look();
    });
    go = () => handle.run(input).then(done);
  }
  globalThis.result = undefined;
};
const done = () => { globalThis.result = left - entered; };
globalThis.ready = true;
`;

export async function report() {
  const times = { baseline: [], strict: [], payment: [], save: [] };
  await inPage(page, async (tab) => {
    const button = tab.getByRole('button');
    for (let tap = -3; tap < TAPS; tap++)
      for (const way of Object.keys(times)) {
        await tab.evaluate((name) => globalThis.prepare(name), way);
        await button.click();
        const handle = await tab.waitForFunction('globalThis.result');
        if (tap >= 0) times[way].push(await handle.jsonValue());
      }
  });
  const base = median(times.baseline);
  const row = (figure, way, limit) => ({
    figure: `tap to wire: ${figure}`,
    measured: `${median(times[way]).toFixed(2)} ms (p95 ${quantile(times[way], 0.95).toFixed(1)})`,
    limit: limit ? `${limit} x` : '',
    ratio: (median(times[way]) / base).toFixed(2),
  });
  return [
    row('one committed idb-keyval set, then fetch', 'baseline'),
    row('the same with strict durability', 'strict'),
    row('a payment (strict commit, lock beside it)', 'payment', LIMIT),
    row('a save (relaxed commit, lock beside it)', 'save', LIMIT),
  ];
}

if (import.meta.url === `file://${process.argv[1]}`) console.table(await report());
