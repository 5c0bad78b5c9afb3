import type { KeyboardEvent } from 'react';
import { expect, it, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { SafeActionButton, useSafeAction } from '../../src/react/index.ts';
import { json, openPage, type Page, watchPages } from './page.tsx';
import { pay, save } from './shop.ts';

watchPages();

const declined = () => json({ code: 'card', detail: 'No' }, 402);

const keys = {
  Enter: { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' },
  Space: { key: ' ', code: 'Space', windowsVirtualKeyCode: 32, text: ' ' },
};
type Key = keyof typeof keys;
/** `userEvent` lets a key go before it presses it again: this is the keyboard's own repetition. */
const press = (key: Key, autoRepeat = false) =>
  cdp().send('Input.dispatchKeyEvent', { type: 'keyDown', autoRepeat, ...keys[key] });
const letGo = (key: Key) => cdp().send('Input.dispatchKeyEvent', { type: 'keyUp', ...keys[key] });

/** For 2 s. */
async function hold(page: Page, key: Key) {
  for (let turn = 0; turn < 40; turn++) {
    await press(key, turn > 0);
    await page.advance(50);
  }
  await letGo(key);
  await page.settle();
}
const ids = (page: Page) => new Set(page.calls.map(({ headers }) => headers['idempotency-key']));

function Save() {
  return (
    <SafeActionButton handle={useSafeAction(save)} input={{ text: 'hello' }}>
      Send
    </SafeActionButton>
  );
}

it.each<Key>(['Enter', 'Space'])(
  'a button on which %s is held down for 2 s is tapped once (law 1)',
  async (key) => {
    const page = openPage({ server: () => json({}) });
    page.show(<Save />);
    await page.settle();
    page.find().focus();
    await hold(page, key);
    expect(page.calls).toHaveLength(1);
  },
);

it('a key that was pressed elsewhere, and is still down when the button gets the focus, taps nothing', async () => {
  const page = openPage({ server: () => json({}) });
  page.show(
    <>
      <input />
      <Save />
    </>,
  );
  await page.settle();
  page.find('input').focus();
  await press('Enter');
  page.find().focus();
  for (let turn = 0; turn < 40; turn++) await press('Enter', true);
  await letGo('Enter');
  await page.settle();
  expect(page.calls).toHaveLength(0);
});

function Pay(props: { onKeyDown?: (event: KeyboardEvent) => void }) {
  const payment = useSafeAction(pay);
  return (
    <form {...payment.getFormProps({ ...props, input: { cartId: '42', amount: 20 } })}>
      <input name="holder" onKeyDown={(event) => event.stopPropagation()} />
      <textarea name="note" {...props} />
      <button type="button" {...props} />
      <SafeActionButton handle={payment} type="submit" {...props}>
        Pay
      </SafeActionButton>
    </form>
  );
}

it.each(['input', '[type=submit]'])(
  'a payment that is declined is not tried again by the Enter that is still down in the %s of its form',
  async (where) => {
    const page = openPage({ server: declined });
    page.show(<Pay />);
    await page.settle();
    page.find(where).focus();
    await hold(page, 'Enter');
    expect(page.calls).toHaveLength(1);
    // Let go and pressed again it is a new intent.
    await press('Enter');
    await letGo('Enter');
    await page.settle();
    expect(ids(page).size).toBe(2);
  },
);

it('Enter goes on writing lines, and clicking a button of the app, as long as it is down', async () => {
  const page = openPage({ server: declined });
  const onKeyDown = vi.fn();
  page.show(<Pay onKeyDown={onKeyDown} />);
  await page.settle();
  page.find('textarea').focus();
  for (const again of [false, true, true]) await press('Enter', again);
  await letGo('Enter');
  expect(page.find<HTMLTextAreaElement>('textarea').value).toBe('\n\n\n');
  const clicked = vi.fn();
  const own = page.find('[type=button]');
  own.addEventListener('click', clicked);
  own.focus();
  for (const again of [false, true, true]) await press('Enter', again);
  await letGo('Enter');
  expect(clicked).toHaveBeenCalledTimes(3);
  expect(page.calls).toHaveLength(0);
});

it('the own key handlers hear every repetition', async () => {
  const page = openPage({ server: declined });
  const onKeyDown = vi.fn();
  page.show(<Pay onKeyDown={onKeyDown} />);
  await page.settle();
  page.find('[type=submit]').focus();
  for (const again of [false, true, true]) await press('Enter', again);
  await letGo('Enter');
  // Of the button, and of its form.
  expect(onKeyDown.mock.calls.map(([{ repeat }]) => repeat)).toEqual([false, false, true, true, true, true]);
  await page.settle();
  expect(ids(page).size).toBe(1);
});
