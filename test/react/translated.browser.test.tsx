import { expect, it } from 'vitest';
import { SafeActionButton, SafeActionStatus, useSafeAction } from '../../src/react/index.ts';
import { Catch, json, openPage, type Page, slowServer, watchPages } from './page.tsx';
import { pay } from './shop.ts';

watchPages();

function Checkout({ amount }: { amount: number }) {
  const payment = useSafeAction(pay);
  return (
    <>
      <SafeActionButton handle={payment} input={{ cartId: '42', amount }}>
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

it('a button of a page that the browser has translated goes on', async () => {
  const { server, answer } = slowServer();
  const page = openPage({ server });
  const errors: unknown[] = [];
  page.show(
    <Catch caught={(error) => errors.push(error)}>
      <Checkout amount={20} />
    </Catch>,
  );
  await page.settle();
  translate(page);
  page.find().click();
  await page.until(() => expect(page.find().dataset.status).toBe('pending'));
  expect(page.text()).toBe('Processing payment…');
  translate(page);
  answer(json({ id: 'r1' }));
  await page.says('The payment is done.', '[role=status]');
  expect(page.text()).toBe('Pay €20');
  expect(errors).toEqual([]);
  expect(page.calls).toHaveLength(1);
});
