// @ts-nocheck: a script, measured by running it
import { inPage } from './browserPage.mjs';

/** Renders of a component that uses the hook, per status that it shows, through a retry and to the end. */
const page = `
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement as h } from 'react';
import { createRoot } from 'react-dom/client';
import { createSafeActions, defineAction } from 'safe-action';
import { SafeActionProvider, useSafeAction } from 'safe-action/react';
let calls = 0;
const pay = defineAction({
  name: 'pay', kind: 'payment', keep: 'input', endpoint: 'idempotent', retry: [20, 20],
  send: (input, { fetch }) => (++calls < 3 ? fetch('http://127.0.0.1:1/', { method: 'POST' }) : fetch('/pay', { method: 'POST' })),
});
const client = createSafeActions({ app: 'renders', actions: [pay] });
const shown = [];
function Pay() {
  const payment = useSafeAction(pay);
  shown.push([payment.status, payment.reason, payment.attempt].join(' '));
  return h('button', payment.getButtonProps({ input: { amount: 1 } }), 'Pay');
}
const root = document.createElement('div');
document.body.append(root);
createRoot(root).render(h(QueryClientProvider, { client: new QueryClient() }, h(SafeActionProvider, { client, scope: null }, h(Pay))));
globalThis.shown = shown;
globalThis.ready = true;
`;

export async function report() {
  const shown = await inPage(page, async (tab) => {
    await tab.waitForFunction("globalThis.shown.at(-1)?.startsWith('idle')");
    await tab.getByRole('button').click();
    await tab.waitForFunction("globalThis.shown.at(-1)?.startsWith('done')");
    return tab.evaluate('globalThis.shown');
  });
  const statuses = shown.filter((status, index) => status !== shown[index - 1]);
  return [
    {
      figure: 'React renders per status change',
      measured: `${shown.length} renders for ${statuses.length} statuses`,
      limit: '1 x',
      ratio: (shown.length / statuses.length).toFixed(2),
    },
  ];
}

if (import.meta.url === `file://${process.argv[1]}`) console.table(await report());
