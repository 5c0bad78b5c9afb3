import { QueryClientProvider } from '@tanstack/react-query';
import * as React from 'react';
import { useState } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { type SafeActionHandle, SafeActionProvider, useSafeAction } from '../../src/react/index.ts';
import { Catch, json, openPage, slowServer, takeComplaints, watchPages } from './page.tsx';
import { type Payment, pay, type Receipt, signUp } from './shop.ts';

watchPages();

type Payments = SafeActionHandle<Payment, Receipt>;
const input: Payment = { cartId: '42', amount: 20 };
const receipt = () => json({ id: 'r1' });

/** A checkout that notes each handle it was rendered with. */
function checkout() {
  const seen: Payments[] = [];
  const onDone = vi.fn();
  function Pay({ quiet }: { quiet?: boolean }) {
    const handle = useSafeAction(pay, quiet ? { subject: '42' } : { subject: '42', onDone });
    seen.push(handle);
    return <button {...handle.getButtonProps({ input })}>{handle.status}</button>;
  }
  return { Pay, seen, onDone, now: () => seen.at(-1) as Payments };
}

describe('the view', () => {
  it('is wait/starting, then idle, pending, done: rendered at most once per change', async () => {
    const page = openPage({ server: receipt });
    const { Pay, seen, now } = checkout();
    const changed = vi.fn();
    page.show(<Pay />);
    page.client.handle(pay, '42').subscribe(changed);
    await page.settle();
    page.find().click();
    await page.says('done');

    const statuses = seen.map(({ status }) => status).filter((status, at, all) => status !== all[at - 1]);
    expect(statuses).toEqual(['wait', 'idle', 'wait', 'pending', 'done']);
    expect(seen.length - 1).toBeLessThanOrEqual(changed.mock.calls.length);
    expect(now()).toMatchObject({ status: 'done', data: { id: 'r1' }, locked: false });
    expect(page.calls).toHaveLength(1);
  });

  it('is the same handle object when a parent renders again, with the same verbs for good', async () => {
    const page = openPage({ server: receipt });
    const { Pay, seen } = checkout();
    page.show(<Pay />);
    await page.settle();
    const before = seen.length;
    page.show(<Pay quiet />);
    expect(seen.length).toBe(before + 1);
    expect(seen.at(-1)).toBe(seen.at(-2));

    page.find().click();
    await page.settle();
    for (const verb of ['run', 'proceed', 'abandon', 'dismiss'] as const)
      expect(new Set(seen.map((handle) => handle[verb])).size).toBe(1);
  });

  it('stays wait/starting while the scope is not known, and a tap made then is held', async () => {
    const page = openPage({ server: receipt });
    const { Pay, now } = checkout();
    page.show(<Pay />, { scope: undefined });
    page.find().click();
    await page.settle();
    expect(now()).toMatchObject({ status: 'wait', reason: 'starting' });
    expect(page.calls).toHaveLength(0);

    page.show(<Pay />, { scope: 'ann' });
    await page.says('done');
    expect(page.calls).toHaveLength(1);
  });

  it('never shows one person the action of another, not for a frame (law 9)', async () => {
    const page = openPage({ server: () => new Response(null, { status: 503 }) });
    const { Pay, now } = checkout();
    page.show(<Pay />);
    await page.settle();
    page.find().click();
    await page.advance(60_000);
    expect(page.text()).toBe('check');

    const painted: string[] = [];
    function Frame({ children }: { children: React.ReactNode }) {
      // The last thing that happens before the browser may paint.
      React.useLayoutEffect(() => {
        painted.push(page.client.handle(pay, '42').getView().status);
      });
      return children;
    }
    page.showBare(
      <Frame>
        <QueryClientProvider client={page.queryClient}>
          <SafeActionProvider client={page.client} scope="bob">
            <Pay />
          </SafeActionProvider>
        </QueryClientProvider>
      </Frame>,
    );
    expect(painted).toEqual(['wait']);
    expect(page.text()).toBe('wait');
    await page.settle();
    expect(now().status).toBe('idle');
  });

  it('follows the subject to its own slot', async () => {
    const page = openPage({ server: receipt });
    function Cart() {
      const [cartId, choose] = useState('1');
      const payment = useSafeAction(pay, { subject: cartId });
      return (
        <>
          <button {...payment.getButtonProps({ input: { cartId, amount: 1 } })}>{payment.status}</button>
          <input type="button" onClick={() => choose('2')} />
        </>
      );
    }
    page.show(<Cart />);
    await page.settle();
    page.find().click();
    await page.says('done');
    page.find('input').click();
    await page.settle();
    expect(page.text()).toBe('idle');
  });
});

describe('one tap, one effect', () => {
  it('sends once for two clicks in one task (law 1)', async () => {
    const page = openPage({ server: receipt });
    const { Pay } = checkout();
    page.show(<Pay />);
    await page.settle();
    page.find().click();
    page.find().click();
    await page.settle();
    expect(page.calls).toHaveLength(1);
  });

  it('sends once in Strict Mode, and calls onDone once', async () => {
    const page = openPage({ server: receipt, strict: true });
    const { Pay, onDone } = checkout();
    page.show(<Pay />);
    await page.settle();
    page.find().click();
    await page.says('done');
    await page.settle();
    expect(page.calls).toHaveLength(1);
    expect(onDone).toHaveBeenCalledTimes(1);
  });

  it('goes on without its component, and shows the truth to the next one', async () => {
    const { server, answer } = slowServer();
    const page = openPage({ server });
    const { Pay, onDone, now } = checkout();
    page.show(<Pay />);
    await page.settle();
    page.find().click();
    await page.settle();
    page.show(null);
    page.show(<Pay />);
    expect(now().status).toBe('pending');
    page.show(null);
    answer(receipt());
    await page.until(() => expect(page.client.handle(pay, '42').getView().status).toBe('done'));
    expect(onDone).not.toHaveBeenCalled();
    page.show(<Pay />);
    await page.until(() => expect(onDone).toHaveBeenCalledTimes(1));
    expect(now()).toMatchObject({ status: 'done', data: { id: 'r1' } });
    expect(page.calls).toHaveLength(1);
  });

  it.runIf('Activity' in React)('is right again after <Activity> hid it in flight', async () => {
    const { server, answer } = slowServer();
    const page = openPage({ server });
    const { Pay, onDone, now } = checkout();
    const tree = (mode: 'visible' | 'hidden') => (
      <React.Activity mode={mode}>
        <Pay />
      </React.Activity>
    );
    page.show(tree('visible'));
    await page.settle();
    page.find().click();
    await page.settle();
    page.show(tree('hidden'));
    answer(receipt());
    await page.until(() => expect(page.client.handle(pay, '42').getView().status).toBe('done'));
    page.show(tree('visible'));
    await page.until(() => expect(onDone).toHaveBeenCalledTimes(1));
    expect(now().status).toBe('done');
    expect(page.calls).toHaveLength(1);
  });
});

describe('onDone', () => {
  it('is called by one of many hooks, and by one that waits for it before one that does not', async () => {
    const page = openPage({ server: receipt });
    const { Pay, onDone } = checkout();
    page.show(
      <>
        <Pay quiet />
        <Pay />
        <Pay />
        <Pay quiet />
      </>,
    );
    await page.settle();
    page.find().click();
    await page.says('done');
    await page.settle();
    expect(onDone.mock.calls).toEqual([
      [{ id: 'r1' }, { requestId: expect.stringMatching(/^pay/), resumed: false }],
    ]);
  });

  it('is the latest function that was rendered', async () => {
    const page = openPage({ server: receipt });
    const calls: string[] = [];
    function Pay({ name }: { name: string }) {
      const handle = useSafeAction(pay, { onDone: () => calls.push(name) });
      return <button {...handle.getButtonProps({ input })}>Pay</button>;
    }
    page.show(<Pay name="first" />);
    await page.settle();
    page.find().click();
    page.show(<Pay name="second" />);
    await page.until(() => expect(calls).toEqual(['second']));
  });

  it('comes after a reload, once, and says that it was resumed (law 8)', async () => {
    const page = openPage({ server: () => new Promise(() => {}) });
    const first = checkout();
    page.show(<first.Pay />);
    await page.settle();
    page.find().click();
    await page.settle();
    expect(page.text()).toBe('pending');

    page.world.server.handler = receipt;
    const again = page.reload();
    const second = checkout();
    again.show(<second.Pay />);
    await page.advance(1000);
    await again.says('done');
    await page.settle();
    expect(second.onDone.mock.calls).toEqual([
      [{ id: 'r1' }, { requestId: expect.any(String), resumed: true }],
    ]);
    const ids = page.calls.map(({ headers }) => headers['idempotency-key']);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);

    const third = checkout();
    const last = again.reload();
    last.show(<third.Pay />);
    await page.settle();
    expect(last.text()).toBe('idle');
    expect(third.onDone).not.toHaveBeenCalled();
  });

  it('is not called for a decline, which shows until the next page load', async () => {
    const page = openPage({ server: () => json({ code: 'card_declined' }, 402) });
    const { Pay, onDone } = checkout();
    page.show(<Pay />);
    await page.settle();
    page.find().click();
    await page.says('declined');
    await page.settle();
    expect(onDone).not.toHaveBeenCalled();

    const again = page.reload();
    again.show(<Pay />);
    await page.settle();
    expect(again.text()).toBe('idle');
  });

  it('has no data where the answer is kept nowhere and another page load saw it (law 9)', async () => {
    const page = openPage({ server: () => new Promise(() => {}) });
    const onDone = vi.fn();
    function Account() {
      const account = useSafeAction(signUp, { onDone });
      return (
        <button {...account.getButtonProps({ input: { email: 'a@b.c', password: 'secret' } })}>
          {account.status}
        </button>
      );
    }
    page.show(<Account />);
    await page.settle();
    page.find().click();
    await page.settle();
    page.world.server.handler = () => json({ id: 'a1' });
    const again = page.reload();
    // Resumed with no component mounted, by the provider alone.
    again.show(null);
    await page.advance(1000);
    expect(page.calls.at(-1)?.method).toBe('GET');
    const last = again.reload();
    last.show(<Account />);
    await page.until(() => expect(onDone).toHaveBeenCalled());
    expect(onDone.mock.calls).toEqual([[undefined, { requestId: expect.any(String), resumed: true }]]);
  });
});

describe('a mistake in the code', () => {
  it.each([undefined, null])(
    'is told of: the subject %s while it loads would share the default slot',
    (subject) => {
      const page = openPage();
      const caught = vi.fn();
      function Pay() {
        useSafeAction(pay, { subject: subject as never });
        return null;
      }
      page.show(
        <Catch caught={caught}>
          <Pay />
        </Catch>,
      );
      expect(caught).toHaveBeenCalledWith(
        expect.objectContaining({ name: 'DefinitionError', code: 'invalid_subject' }),
      );
      takeComplaints();
    },
  );

  it('is told of: no provider', () => {
    const page = openPage();
    const caught = vi.fn();
    function Pay() {
      useSafeAction(pay);
      return null;
    }
    page.showBare(
      <Catch caught={caught}>
        <Pay />
      </Catch>,
    );
    expect(caught).toHaveBeenCalledWith(expect.objectContaining({ code: 'no_provider' }));
    takeComplaints();
  });
});
