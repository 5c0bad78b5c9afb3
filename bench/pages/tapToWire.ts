import { createStore, set } from 'idb-keyval';
import { createSafeActions } from 'safe-action';
import { action, input, read } from './pay.ts';

const payment = action('payment', 'payment');
const save = action('save', 'save');
const client = createSafeActions({ app: 'bench', actions: [payment, save] });
client.setScope(null);

const store = createStore('baseline', 'rows');
const send = () => fetch('/pay', { method: 'POST', body: JSON.stringify(input) });

/** What a tap does. The row of the baselines is as the engine's: input and ID, under a new key. */
const taps = {
  async set(id: string) {
    await set(id, { ...input, id }, store);
    await send();
  },
  async strictSet(id: string) {
    // idb-keyval's `set`, but for the durability.
    await store('readonly', async ({ transaction: { db } }) => {
      const transaction = db.transaction('rows', 'readwrite', { durability: 'strict' });
      transaction.objectStore('rows').put({ ...input, id }, id);
      await new Promise((resolve) => {
        transaction.oncomplete = resolve;
      });
    });
    await send();
  },
  payment: (subject: string) => client.handle(payment, subject).run(input),
  save: (subject: string) => client.handle(save, subject).run(input),
};

const button = document.createElement('button');
button.textContent = 'Pay';
document.body.append(button);

let count = 0;
let wired = 0;
const realFetch = globalThis.fetch;
globalThis.fetch = (...call) => {
  wired = performance.now();
  return realFetch(...call);
};

globalThis.bench = {
  ways: Object.keys(taps),
  /** Makes ready for one click. */
  async prepare(way: keyof typeof taps) {
    const id = `${way}${count++}`;
    if (way === 'payment') await read(client.handle(payment, id));
    if (way === 'save') await read(client.handle(save, id));
    globalThis.bench.took = new Promise((resolve) => {
      button.onclick = async () => {
        const entered = performance.now();
        await taps[way](id);
        resolve(wired - entered);
      };
    });
  },
};

declare global {
  // What a page gives to the script that drives it.
  // biome-ignore lint/suspicious/noExplicitAny: each page's own
  var bench: any;
}
