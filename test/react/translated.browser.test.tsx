import { expect, it } from 'vitest';
import { SafeActionButton, SafeActionStatus, useSafeAction } from '../../src/react/index.ts';
import { Catch, json, openPage, type Page, slowServer, watchPages } from './page.tsx';
import { pay } from './shop.ts';

watchPages();

function Checkout({ amount, bold }: { amount: number; bold: boolean }) {
  const payment = useSafeAction(pay);
  return (
    <>
      <SafeActionButton handle={payment} input={{ cartId: '42', amount }}>
        {bold && <b>Now: </b>}
        Pay €{amount}
      </SafeActionButton>
      <SafeActionStatus handle={payment} />
    </>
  );
}

/** As the translation of a browser does: each text moves into elements of its own, behind the back of React. */
function translate({ container }: Page): void {
  const texts = document.createTreeWalker(container, NodeFilter.SHOW_TEXT);
  const found: Text[] = [];
  while (texts.nextNode()) found.push(texts.currentNode as Text);
  for (const text of found) {
    const font = document.createElement('font');
    text.replaceWith(font);
    font.append(text.data);
  }
}

const errors: unknown[] = [];
function show(page: Page, amount: number, bold = false): void {
  page.show(
    <Catch caught={(error) => errors.push(error)}>
      <Checkout amount={amount} bold={bold} />
    </Catch>,
  );
}

it.each([false, true])(
  'a button of a page that the browser has translated goes on (elements in it: %s)',
  async (bold) => {
    const { server, answer } = slowServer();
    const page = openPage({ server });
    show(page, 20, bold);
    await page.settle();
    translate(page);
    page.find().click();
    await page.until(() => expect(page.find().dataset.status).toBe('pending'));
    expect(page.text()).toBe('Processing payment…');
    translate(page);
    answer(json({ id: 'r1' }));
    await page.says('The payment is done.', '[role=status]');
    expect(page.text()).toBe(bold ? 'Now: Pay €20' : 'Pay €20');
    expect(errors).toEqual([]);
    expect(page.calls).toHaveLength(1);
  },
);

it('nor does it say another amount than it pays; and a click that has begun on its text comes to its end', async () => {
  const page = openPage();
  show(page, 20);
  await page.settle();
  translate(page);
  const pressed = page.find('[data-part=label] > span');
  show(page, 30);
  expect(page.text()).toBe('Pay €30');
  expect(pressed.isConnected).toBe(true);
  expect(errors).toEqual([]);
});
