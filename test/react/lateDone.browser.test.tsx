import { expect, it } from 'vitest';
import { OpenActions } from '../../src/react/index.ts';
import { json, openPage, type Page, watchPages } from './page.tsx';
import { pay } from './shop.ts';

watchPages();
const unavailable = () => new Response(null, { status: 503 });
const rows = (page: Page) => [...page.container.querySelectorAll<HTMLElement>('[data-part=open-action]')];
/** What each row is about, and the label of its step. */
const shown = (page: Page) =>
  rows(page).map((row) => {
    const step = row.querySelector('[data-part=step]');
    const label = step?.querySelector('[data-part=label] > span') ?? step;
    return `${row.textContent?.slice(0, 3)} ${label?.textContent}`;
  });

/** A payment of €42 is given up. Its answer reaches a tab that was stopped, after what `then` does in the other. */
async function answeredLate(then: (page: Page) => Promise<void> = async () => {}) {
  const answers = [() => json({ id: 'late' }), unavailable];
  const stopped = openPage({ server: () => (answers.shift() ?? unavailable)() });
  stopped.show(<OpenActions />);
  await stopped.settle();
  stopped.world.server.failNext({ answer: 5000 });
  void stopped.client.run(pay, { cartId: '42', amount: 42 }, { subject: '42' });
  await stopped.advance(1000);
  stopped.tab.suspend();
  const page = openPage({ world: stopped.world });
  page.show(null);
  await page.advance(120_000);
  await page.client.handle(pay, '42').abandon({ understood: true });
  await page.advance(1000);
  await then(page);
  await stopped.tab.resume('show');
  await stopped.until(() => expect(shown(stopped)).toContain('€42 Close'));
  return stopped;
}

/** Meanwhile another payment of the same slot is open. */
const besideAnother = () =>
  answeredLate(async (page) => {
    void page.client.run(pay, { cartId: '42', amount: 43 }, { subject: '42' });
    await page.advance(60_000);
  });

function close(page: Page) {
  const row = rows(page).find(({ textContent }) => textContent?.includes('€42'));
  row?.querySelector<HTMLButtonElement>('[data-part=step]')?.click();
}

it('what is done after it was given up is closed with one tap', async () => {
  const page = await answeredLate();
  close(page);
  await page.until(() => expect(shown(page)).toEqual([]));
});

it('it stands beside what is open in its slot by then, with a row of its own', async () => {
  const page = await besideAnother();
  expect(shown(page).sort()).toEqual(['€42 Close', '€43 Finish payment']);
});

it('closed, it goes alone', async () => {
  const page = await besideAnother();
  close(page);
  await page.until(() => expect(shown(page)).toEqual(['€43 Finish payment']));
});

it('it stays, and says what it said, when the other is given up', async () => {
  const page = await besideAnother();
  await page.client.handle(pay, '42').abandon({ understood: true });
  await page.until(() => expect(shown(page)).toEqual(['€42 Close']));
  close(page);
  await page.until(() => expect(shown(page)).toEqual([]));
});

it('what becomes done beside it is news, too', async () => {
  const page = await besideAnother();
  page.world.server.handler = () => json({ id: 'second' });
  void page.client.handle(pay, '42').proceed();
  await page.until(() => expect(shown(page).sort()).toEqual(['€42 Close', '€43 Close']));
});
