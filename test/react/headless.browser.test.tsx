import { expect, it } from 'vitest';
import type { Action } from '../../src/core/action.ts';
import { useSafeAction } from '../../src/react/index.ts';
import { Pay } from './PayHeadless.tsx';
import { json, openPage, type Page, watchPages } from './page.tsx';
import { pay, transfer } from './shop.ts';

watchPages();

// The example of docs/components.md; test/docs/components.test.ts sees to it that it is the same.
function Checkout({ of = pay }: { of?: Action }) {
  return <Pay payment={useSafeAction(of)} amount={20} />;
}
const says = (page: Page) => [page.text('button'), page.text('[role=status]'), page.text('[role=alert]')];

it('an own page does not say that it was not paid where the answer was lost after the charge (law 7)', async () => {
  let charges = 0;
  const page = openPage({
    server: () => {
      charges++;
      return json({ id: 'r1' });
    },
  });
  page.world.server.fault = () => ({ answer: 'drop' });
  page.show(<Checkout />);
  await page.settle();
  expect(says(page)).toEqual(['Pay €20', '', '']);
  page.find().click();
  await page.says('One moment…');
  await page.advance(60_000);
  expect(charges).toBeGreaterThan(0);
  expect(says(page)).toEqual(['Check status', '', 'We do not know yet whether you paid. Check the status.']);
  page.world.server.fault = () => undefined;
  page.find().click();
  await page.until(() => expect(says(page)).toEqual(['Pay €20', 'Paid.', '']));
});

it('it says so where it certainly was not: refused, or never sent', async () => {
  const page = openPage({ server: () => json({ code: 'card' }, 402) });
  page.show(<Checkout />);
  await page.settle();
  page.find().click();
  await page.until(() => expect(says(page)).toEqual(['Pay €20', '', 'Not paid.']));
  await page.advance(1000);
  page.world.server.online = false;
  page.find().click();
  await page.advance(400_000);
  expect(says(page)).toEqual(['Try again', '', 'Not paid.']);
});

it('it lets a person who comes back from their bank ask, and claims nothing', async () => {
  const page = openPage({ server: () => json({ next: 'https://bank.test/3ds' }) });
  page.show(<Checkout of={transfer} />);
  await page.settle();
  page.find().click();
  await page.until(() => expect(says(page)).toEqual(['Check status', '', '']));
});
