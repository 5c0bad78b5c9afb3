import { useState } from 'react';
import { expect, it } from 'vitest';
import { OpenActions, SafeActionStatus, useSafeAction } from '../../src/react/index.ts';
import { openPage, watchPages } from './page.tsx';
import { pay } from './shop.ts';

watchPages();

it('the status takes no focus that was never in it: something else on the page goes', async () => {
  const page = openPage({ server: () => new Response(null, { status: 503 }) });
  function Checkout() {
    const [open, setOpen] = useState(true);
    return (
      <>
        <SafeActionStatus handle={useSafeAction(pay)} />
        <footer>
          {open && (
            <button type="button" id="cookies" onClick={() => setOpen(false)}>
              Accept cookies
            </button>
          )}
        </footer>
      </>
    );
  }
  page.show(<Checkout />);
  await page.settle();
  void page.client.run(pay, { cartId: '42', amount: 20 });
  await page.advance(60_000);
  await page.until(() => expect(page.container.querySelector('[data-part=reference]')).not.toBe(null));
  page.find('#cookies').focus();
  page.find('#cookies').click();
  await page.until(() => expect(page.container.querySelector('#cookies')).toBe(null));
  await page.settle();
  expect(document.activeElement).not.toBe(page.find('[role=status]'));
});

it('nor does a row of the list, as a link of the page goes with its page', async () => {
  const page = openPage({ server: () => new Response(null, { status: 503 }) });
  function App() {
    const [at, go] = useState('cart');
    return (
      <>
        <OpenActions />
        <main>
          {at === 'cart' ? (
            <div>
              <button type="button" id="link" onClick={() => go('help')}>
                Help
              </button>
            </div>
          ) : (
            <h1>Help</h1>
          )}
        </main>
      </>
    );
  }
  page.show(<App />);
  await page.settle();
  void page.client.run(pay, { cartId: '42', amount: 20 });
  await page.advance(60_000);
  await page.until(() => expect(page.container.querySelector('[data-part=reference]')).not.toBe(null));
  page.find('#link').focus();
  page.find('#link').click();
  await page.until(() => expect(page.text('h1')).toBe('Help'));
  await page.settle();
  expect(document.activeElement).toBe(document.body);
});
