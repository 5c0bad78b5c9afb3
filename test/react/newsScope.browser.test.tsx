import { expect, it } from 'vitest';
import { OpenActions } from '../../src/react/index.ts';
import { json, openPage, type Page, slowServer, watchPages } from './page.tsx';
import { pay } from './shop.ts';

watchPages();
const run = (page: Page) => void page.client.run(pay, { cartId: '42', amount: 42 }, { subject: '42' });
const lines = (page: Page) =>
  [...page.container.querySelectorAll('[data-part=line]')].map((line) => line.textContent);

async function enter(page: Page, scope: string | null | undefined) {
  page.show(<OpenActions />, { scope });
  await page.settle();
}

/** Bob's payment is answered while somebody else is here, or nobody knows yet who is. */
async function answeredAway(away: string | undefined) {
  const { server, answer } = slowServer();
  const page = openPage({ server });
  await enter(page, 'bob');
  run(page);
  await page.until(() => expect(lines(page)).toHaveLength(1));
  await enter(page, away);
  answer(json({ id: 'r1' }));
  await page.until(() => {
    const rows = page.world.disk.snapshot();
    expect(rows.some(([[name]]) => name === 'open')).toBe(false);
  });
  expect(lines(page)).toEqual([]);
  await enter(page, 'bob');
  return page;
}

it.each(['ann', undefined])('what became done while %s was here is news to its own user', async (away) => {
  const page = await answeredAway(away);
  expect(page.client.handle(pay, '42').getView().status).toBe('done');
  expect(lines(page)).toEqual(['€42 went through.']);
});

it('and to nobody else (law 9)', async () => {
  const page = await answeredAway('ann');
  await enter(page, 'ann');
  expect(lines(page)).toEqual([]);
});

it('what one guest has finished is no news for the next, who comes after a user has been here (law 9)', async () => {
  const page = openPage({ server: () => json({ id: 'r1' }) });
  await enter(page, null);
  run(page);
  await page.until(() => expect(lines(page)).toEqual(['€42 went through.']));
  await enter(page, 'u1');
  await enter(page, null);
  // The record itself has gone with the user.
  expect(page.client.handle(pay, '42').getView()).not.toMatchObject({ status: 'done' });
  expect(lines(page)).toEqual([]);
});

it('a guest keeps the news while it is looked up whether anybody is signed in', async () => {
  const page = openPage({ server: () => json({ id: 'r1' }) });
  await enter(page, null);
  run(page);
  await page.until(() => expect(lines(page)).toEqual(['€42 went through.']));
  await enter(page, undefined);
  expect(lines(page)).toEqual([]);
  await enter(page, null);
  expect(lines(page)).toEqual(['€42 went through.']);
});
