import { expect, it } from 'vitest';
import { SafeActionStatus, useSafeAction } from '../../src/react/index.ts';
import { openPage, watchPages } from './page.tsx';
import { pay } from './shop.ts';

watchPages();

it('words that an app replaces by none are not said in English', async () => {
  const page = openPage({ server: () => new Response(null, { status: 503 }) });
  function Checkout() {
    return <SafeActionStatus handle={useSafeAction(pay)} messages={{ notTwice: '' }} />;
  }
  page.show(<Checkout />);
  await page.settle();
  void page.client.run(pay, { cartId: '42', amount: 20 });
  await page.advance(60_000);
  await page.until(() => expect(page.text('[role=alert]')).toContain('no answer'));
  expect(page.text('[role=alert]')).toBe('We got no answer yet. Finish it now.');
});
