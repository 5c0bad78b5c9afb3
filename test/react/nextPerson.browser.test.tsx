import { type ReactNode, useEffect, useLayoutEffect, useState } from 'react';
import { describe, expect, it } from 'vitest';
import {
  SafeActionFieldNote,
  SafeActionStatus,
  useOpenActions,
  useSafeAction,
} from '../../src/react/index.ts';
import { json, openPage, type Page, watchPages } from './page.tsx';
import { pay } from './shop.ts';

watchPages();
const input = { cartId: '42', amount: 20 };

/** A page that goes on by itself once it is paid, and a banner; both hear what they were rendered with. */
function Checkout({ heard }: { heard: (what: unknown) => void }) {
  const payment = useSafeAction(pay);
  const [open] = useOpenActions();
  const { status } = payment;
  // Such as for the first state of a form.
  const [entered] = useState(payment.about());
  useEffect(() => heard(entered), [heard, entered]);
  useLayoutEffect(() => heard(status), [heard, status]);
  useEffect(() => {
    if (payment.status === 'done') heard(payment.data);
  }, [heard, payment]);
  useEffect(() => heard(open?.about()), [heard, open]);
  return <button {...payment.getButtonProps({ input })}>{status}</button>;
}

const ways: [how: string, come: (page: Page, ui: ReactNode) => void][] = [
  ['comes with them', (page, ui) => page.show(ui, { scope: 'bob' })],
  [
    'comes with them, after a page to sign in that has no provider',
    (page, ui) => {
      page.showBare(<i>Sign in</i>);
      page.show(ui, { scope: 'bob' });
    },
  ],
];

describe.each(ways)('where the next person signs in, a page that %s', (_, come) => {
  it.each(['done', 'check'])('never has what the one before has %s (law 9)', async (ends) => {
    const page = openPage({
      server: () => (ends === 'done' ? json({ id: "ann's" }) : new Response(null, { status: 503 })),
    });
    page.show(null);
    await page.settle();
    void page.client.run(pay, input);
    await page.advance(60_000);
    await page.until(() => expect(page.client.handle(pay).getView().status).toBe(ends));
    const heard: unknown[] = [];
    come(page, <Checkout heard={(what) => void heard.push(what)} />);
    await page.settle();
    expect(page.text()).toBe('idle');
    expect(new Set(heard)).toEqual(new Set(['wait', 'idle', undefined]));
  });
});

it('a form that stays says what the next person has sent, also where it still has what the one before did', async () => {
  function Form() {
    const payment = useSafeAction(pay);
    const read = (data: FormData) => ({ cartId: '42', amount: Number(data.get('amount')) });
    return (
      <form {...payment.getFormProps({ input: read })}>
        <input name="amount" defaultValue="7" />
        <SafeActionFieldNote handle={payment} name="amount" />
        <button {...payment.getButtonProps({ type: 'submit' })}>{payment.status}</button>
      </form>
    );
  }
  const page = openPage({ server: () => new Response(null, { status: 503 }) });
  page.show(<Form />, { scope: 'bob' });
  await page.settle();
  void page.client.run(pay, input);
  await page.advance(60_000);
  await page.says('check');
  expect(page.text('p')).toContain('20');
  page.show(<Form />, { scope: 'ann' });
  await page.says('idle');
  page.find().click();
  await page.until(() => expect(page.text()).not.toBe('idle'));
  expect(page.text('p')).toBe('');
  page.show(<Form />, { scope: 'bob' });
  await page.says('check');
  expect(page.text('p')).toContain('20');
});

it('what the one before has given up is not said of the next person, however long the disk takes (law 9)', async () => {
  function Status() {
    return <SafeActionStatus handle={useSafeAction(pay)} />;
  }
  const page = openPage({ server: () => new Response(null, { status: 503 }) });
  page.show(<Status />, { scope: 'ann' });
  await page.settle();
  void page.client.run(pay, input);
  await page.advance(60_000);
  await page.until(() => expect(page.find('[data-part=give-up]')).toBeTruthy());
  const { store } = page.tab.ports;
  const { transact } = store;
  let go = () => {};
  const disk = new Promise<void>((resolve) => {
    go = resolve;
  });
  store.transact = async (mode, work) => {
    await disk;
    return transact(mode, work);
  };
  page.find('[data-part=give-up] input').click();
  page.find('[data-part=give-up] button').click();
  page.show(<Status />, { scope: 'bob' });
  go();
  await page.until(() => expect(page.find('[data-part=status]').dataset.status).toBe('idle'));
  await page.settle();
  expect(page.text('[data-part=status]')).toBe('');
});
