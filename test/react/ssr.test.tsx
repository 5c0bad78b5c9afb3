import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToString } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { createSafeActions } from '../../src/client.ts';
import {
  SafeActionButton,
  SafeActionProvider,
  SafeActionStatus,
  useOpenActions,
  useSafeAction,
} from '../../src/react/index.ts';
import { actions, pay, signUp } from './shop.ts';

const input = { cartId: '42', amount: 20 };

function App() {
  const payment = useSafeAction(pay, { subject: '42' });
  const account = useSafeAction(signUp);
  const open = useOpenActions();
  return (
    <>
      <SafeActionButton handle={payment} input={input}>
        Pay €20
      </SafeActionButton>
      <SafeActionStatus handle={payment} />
      <form {...account.getFormProps({ input: { email: '', password: '' } })}>
        <SafeActionButton handle={account} type="submit">
          Create account
        </SafeActionButton>
      </form>
      <output>{open.length}</output>
    </>
  );
}

describe('rendering on a server', () => {
  it('needs no window, claims nothing and keeps the live regions empty (law 7)', () => {
    expect(typeof window).toBe('undefined');
    const client = createSafeActions({ app: 'shop', actions });
    const html = renderToString(
      <QueryClientProvider client={new QueryClient()}>
        <SafeActionProvider client={client} scope="ann">
          <App />
        </SafeActionProvider>
      </QueryClientProvider>,
    );
    const state = 'data-status="wait" data-reason="starting" data-locked=""';
    // The room for the other labels is a matter of the style sheet.
    const seen = html.replaceAll(/<span data-part="room"[^>]*><\/span>/g, '');
    const said = (label: string) => `<span data-part="label"><span>${label}</span></span></button>`;
    expect(seen.split('<form')[0]).toBe(
      `<button ${state} data-kind="payment" type="button" aria-disabled="true" data-part="button">${said('Pay €20')}` +
        `<div data-part="status" ${state} data-kind="payment">` +
        `<p tabindex="-1" data-part="progress" role="status" ${state} data-kind="payment"></p>` +
        `<p data-part="alert" role="alert" ${state} data-kind="payment"></p></div>`,
    );
    expect(seen).toContain(`type="submit" aria-disabled="true" data-part="button">${said('Create account')}`);
    expect(html).toContain('<output>0</output>');
  });

  it('refuses to run there', async () => {
    const client = createSafeActions({ app: 'shop', actions });
    await expect(client.handle(pay).run(input)).rejects.toMatchObject({ code: 'not_in_browser' });
  });

  it('gives a form that writes nothing into the address, should it be submitted before it is hydrated (law 9)', () => {
    const html = renderToString(
      <QueryClientProvider client={new QueryClient()}>
        <SafeActionProvider client={createSafeActions({ app: 'shop', actions })} scope={null}>
          <App />
        </SafeActionProvider>
      </QueryClientProvider>,
    );
    expect(html.match(/<form[^>]*>/)?.[0]).toContain('method="post"');
  });
});
