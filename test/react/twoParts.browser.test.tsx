import { QueryClientProvider } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { describe, expect, it } from 'vitest';
import {
  OpenActions,
  SafeActionFieldNote,
  SafeActionProvider,
  useSafeAction,
} from '../../src/react/index.ts';
import { json, openPage, type Page, slowServer, watchPages } from './page.tsx';
import { pay } from './shop.ts';

watchPages();
const input = { cartId: '42', amount: 42 };

/** A page in parts with a provider each, which may learn one after the other who is here. */
const showParts = (page: Page, ...parts: [scope: string | null | undefined, part: ReactNode][]) =>
  page.showBare(
    <QueryClientProvider client={page.queryClient}>
      {parts.map(([scope, part], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts stay where they are
        <SafeActionProvider key={index} client={page.client} scope={scope}>
          {part}
        </SafeActionProvider>
      ))}
    </QueryClientProvider>,
  );

const lines = (page: Page) =>
  [...page.container.querySelectorAll('[data-part=line]')].map((line) => line.textContent);

describe('a part of the page that has yet to learn who is here', () => {
  it('shows nobody what the next person has paid for', async () => {
    const { server, answer } = slowServer();
    const page = openPage({ server });
    showParts(page, ['ann', null], ['ann', <OpenActions key="1" />]);
    await page.settle();
    showParts(page, ['bob', null], ['ann', <OpenActions key="1" />]);
    await page.settle();
    void page.client.run(pay, input);
    await page.settle();
    answer(json({ id: 'r1' }));
    await page.until(() => expect(page.client.handle(pay).getView().status).toBe('done'));
    expect(lines(page)).toEqual([]);
    showParts(page, ['bob', null], ['bob', <OpenActions key="1" />]);
    await page.settle();
    expect(lines(page)).toEqual(['€42 went through.']);
  });

  it('lets its own news be closed', async () => {
    const page = openPage({ server: () => json({ id: 'r1' }) });
    showParts(page, ['ann', null], ['ann', <OpenActions key="1" />]);
    await page.settle();
    void page.client.run(pay, input);
    await page.until(() => expect(lines(page)).toEqual(['€42 went through.']));
    showParts(page, ['bob', null], ['ann', <OpenActions key="1" />]);
    page.find('[data-part=step]').click();
    await page.settle();
    expect(lines(page)).toEqual([]);
  });

  it('shows nobody what the next person has sent', async () => {
    function Form() {
      const payment = useSafeAction(pay);
      return (
        <form {...payment.getFormProps({ input })}>
          <input name="amount" defaultValue="7" />
          <SafeActionFieldNote handle={payment} name="amount" />
        </form>
      );
    }
    const { server } = slowServer();
    const page = openPage({ server });
    showParts(page, ['ann', null], ['ann', <Form key="1" />]);
    await page.settle();
    showParts(page, ['bob', null], ['ann', <Form key="1" />]);
    await page.settle();
    void page.client.run(pay, input);
    await page.settle();
    showParts(page, ['bob', null], ['ann', <Form key="1" />]);
    expect(page.text('p')).toBe('');
    showParts(page, ['bob', null], ['bob', <Form key="1" />]);
    await page.settle();
    expect(page.text('p')).toContain('42');
  });

  it.each(['button', 'submit'] as const)('sends no tap as the next person (%s)', async (type) => {
    function Pay() {
      const payment = useSafeAction(pay);
      const options = type === 'submit' ? { type } : { type, input };
      return (
        <form {...payment.getFormProps({ input })}>
          <button {...payment.getButtonProps(options as { input: typeof input })}>{payment.status}</button>
        </form>
      );
    }
    const page = openPage({ server: () => json({ id: 'r1' }) });
    showParts(page, ['ann', null], ['ann', <Pay key="1" />]);
    await page.settle();
    showParts(page, ['bob', null], ['ann', <Pay key="1" />]);
    page.find().click();
    await page.settle();
    page.find().click();
    await page.advance(1000);
    expect(page.calls).toEqual([]);
    showParts(page, ['bob', null], ['bob', <Pay key="1" />]);
    await page.advance(1000);
    expect([page.text(), page.calls]).toEqual(['idle', []]);
    page.find().click();
    await page.says('done');
  });
});

describe('a part that comes later, while its user is here already', () => {
  it.each([
    ['and knows it', ['ann']],
    ['and has to ask first', [undefined, 'ann']],
  ])('%s, does not end what the user does who has signed in in another tab (law 9)', async (_, scopes) => {
    const before = openPage({ server: () => new Response(null, { status: 503 }) });
    showParts(before, ['ann', null]);
    await before.settle();
    const page = openPage({ world: before.world });
    page.show(null, { scope: 'bob' });
    await page.settle();
    void page.client.run(pay, input);
    const view = () => page.client.handle(pay).getView();
    await page.until(() => expect(view()).toMatchObject({ reason: 'backoff' }));
    for (const scope of scopes) showParts(before, ['ann', null], [scope, null]);
    before.world.server.handler = () => json({ id: 'r1' });
    await page.advance(10_000);
    expect(view().status).toBe('done');
  });

  it('locks no button of the others while it asks who is here, however long that takes', async () => {
    function Pay() {
      const payment = useSafeAction(pay);
      return <button {...payment.getButtonProps({ input })}>{payment.status}</button>;
    }
    const page = openPage();
    showParts(page, ['ann', <Pay key="0" />]);
    await page.says('idle');
    showParts(page, ['ann', <Pay key="0" />], [undefined, <Pay key="1" />]);
    await page.settle();
    const said = () => [...page.container.querySelectorAll('button')].map(({ textContent }) => textContent);
    expect(said()).toEqual(['idle', 'wait']);
    showParts(page, ['ann', <Pay key="0" />], ['ann', <Pay key="1" />]);
    expect(said()).toEqual(['idle', 'idle']);
    // Who has known it takes it back.
    showParts(page, ['ann', <Pay key="0" />], [undefined, <Pay key="1" />]);
    expect(said()).toEqual(['wait', 'wait']);
  });
});
