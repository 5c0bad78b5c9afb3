import { expect, it } from 'vitest';
import { OpenActions, type OpenActionsProps } from '../../src/react/index.ts';
import { json, openPage, type Page, watchPages } from './page.tsx';
import { save } from './shop.ts';

watchPages();
const unavailable = () => new Response(null, { status: 503 });
const lines = (page: Page) =>
  [...page.container.querySelectorAll('[data-part=line]')].map((line) => line.textContent);
const NEWS = 'Your changes went through.';

/** A note is saved. */
async function saved(props: OpenActionsProps = {}) {
  const page = openPage({ server: () => json({}) });
  page.show(<OpenActions {...props} />);
  await page.settle();
  void page.client.run(save, { text: 'one' });
  await page.until(() => expect(lines(page)).toEqual([NEWS]));
  return page;
}

/** Another one is under way, and nobody knows what became of it. */
async function saveAgain(page: Page) {
  await page.advance(1000);
  page.world.server.handler = unavailable;
  void page.client.run(save, { text: 'two' });
  await page.advance(60_000);
  await page.until(() => expect(page.client.handle(save).getView().status).toBe('check'));
}

it('does not come back when a later action in its slot is given up', async () => {
  const page = await saved();
  await saveAgain(page);
  expect(lines(page)).toEqual([expect.stringMatching(/^Your changes from .* is not confirmed\.$/)]);
  await page.client.handle(save).abandon({ understood: true });
  await page.settle();
  expect(lines(page)).toEqual([]);
});

it('is over when a later action begins in its slot, also where the page shows that one itself', async () => {
  const page = await saved({ filter: ({ status }) => status === 'done' });
  await saveAgain(page);
  expect(lines(page)).toEqual([]);
});

it('is left out, as `filter` wants it, with each render', async () => {
  const page = await saved();
  page.show(<OpenActions filter={() => false} />);
  expect(lines(page)).toEqual([]);
  page.show(<OpenActions />);
  expect(lines(page)).toEqual([NEWS]);
});
