import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { flushSync } from 'react-dom';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { expect, it, vi } from 'vitest';
import { createAbsentClient } from '../../src/core/absentClient.ts';
import { createEngine } from '../../src/core/engine.ts';
import type { SafeActions } from '../../src/core/handle.ts';
import {
  SafeActionButton,
  SafeActionProvider,
  SafeActionStatus,
  useSafeAction,
} from '../../src/react/index.ts';
import { createWorld } from '../../src/testing/world.ts';
import { json, watchPages } from './page.tsx';
import { actions, pay } from './shop.ts';

watchPages();

const input = { cartId: '42', amount: 20 };

function Checkout() {
  const payment = useSafeAction(pay);
  return (
    <>
      <SafeActionButton handle={payment} input={input}>
        Pay €20
      </SafeActionButton>
      <SafeActionStatus handle={payment} />
    </>
  );
}

const app = (client: SafeActions) => (
  <StrictMode>
    <QueryClientProvider client={new QueryClient()}>
      <SafeActionProvider client={client} scope="ann">
        <Checkout />
      </SafeActionProvider>
    </QueryClientProvider>
  </StrictMode>
);

/** What the client of a server renders. */
function renderedByServer(): string {
  const container = document.createElement('div');
  const root = createRoot(container);
  flushSync(() => root.render(app(createAbsentClient('shop'))));
  const { innerHTML } = container;
  root.unmount();
  return innerHTML;
}

it("takes over a server's HTML without a word, also where the browser knows of an open action", async () => {
  const world = createWorld({ server: () => new Promise(() => {}) });
  const tab = world.tab();
  const before = createEngine(tab.ports, 'shop', actions);
  before.setScope('ann');
  void before.run(pay, input);
  await world.clock.settle();

  world.server.handler = () => json({ id: 'r1' });
  const client = createEngine(tab.reload().ports, 'shop', actions);
  // The store was read before React came: the first render must not show what the server did not.
  client.setScope('ann');
  client.handle(pay).subscribe(() => {});
  await world.clock.settle();
  expect(client.handle(pay).getView()).not.toMatchObject({ reason: 'starting' });

  const container = document.body.appendChild(document.createElement('main'));
  container.innerHTML = renderedByServer();
  const button = container.querySelector('button');
  const onRecoverableError = vi.fn();
  const root = hydrateRoot(container, app(client), { onRecoverableError });
  await vi.waitFor(
    async () => {
      await world.clock.advance(1000);
      expect(button?.dataset.status).toBe('done');
    },
    { interval: 1 },
  );
  expect(container.querySelector('button')).toBe(button);
  expect(onRecoverableError).not.toHaveBeenCalled();
  expect(world.server.calls).toHaveLength(2);
  root.unmount();
  container.remove();
});
