import { expect, it } from 'vitest';
import { german, OpenActions, SafeActionStatus, useSafeAction } from '../../src/react/index.ts';
import { json, openPage, watchPages } from './page.tsx';
import { pay } from './shop.ts';

// The locale is often what another library calls it. `Intl` throws at de_DE, and with it would go the whole page, in the
// midst of a payment.

watchPages();

function Checkout() {
  return (
    <>
      <OpenActions />
      <SafeActionStatus handle={useSafeAction(pay)} attempts />
    </>
  );
}

it.each([
  ['de_DE', 'Nächster Versuch in 20 Sekunden'],
  ['de-DE', 'Nächster Versuch in 20 Sekunden'],
  ['', 'Nächster Versuch in 20 '],
  ['Deutsch (Deutschland)', 'Nächster Versuch in 20 '],
])('%s is written as its language does it', async (locale, countdown) => {
  const page = openPage({ server: () => json({}, 503, { 'Retry-After': '20' }) });
  page.world.clock.jump(Date.now() - page.world.clock.now());
  page.show(<Checkout />, { messages: { ...german, locale } });
  await page.settle();
  void page.client.run(pay, { cartId: '42', amount: 20 });
  await page.until(() => expect(page.text('[data-part=countdown]')).toContain(countdown));
  expect(page.text('[data-part=line]')).toContain('wird bestätigt');
});
