import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createElement, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { createSafeActions, defineAction } from 'safe-action';
import { SafeActionProvider, useSafeAction } from 'safe-action/react';
import { input, type Payment } from './pay.ts';

/** Fails twice, then succeeds. */
const pay = defineAction<Payment, Payment, unknown>({
  name: 'pay',
  kind: 'payment',
  keep: 'input',
  endpoint: 'idempotent',
  retry: [20, 20],
  send: (_input, { attempt, fetch }) => fetch(attempt < 3 ? '/503' : '/pay', { method: 'POST' }),
});
const client = createSafeActions({ app: 'bench', actions: [pay] });

/** What was rendered, in order. */
const shown: string[] = [];

function Pay(): ReactElement {
  const payment = useSafeAction(pay);
  shown.push(
    payment.status === 'wait'
      ? `wait ${payment.reason}`
      : payment.status === 'pending'
        ? `pending ${payment.attempt}`
        : payment.status,
  );
  const props = payment.getButtonProps({ input });
  // biome-ignore lint/a11y/useButtonType: it is in the props
  return createElement('button', props, 'Pay');
}

const root = document.createElement('div');
document.body.append(root);
createRoot(root).render(
  createElement(
    QueryClientProvider,
    { client: new QueryClient() },
    createElement(SafeActionProvider, { client, scope: null }, createElement(Pay)),
  ),
);
globalThis.bench = { shown };
