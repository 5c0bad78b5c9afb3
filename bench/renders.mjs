import { inPage } from './browserPage.mjs';

/**
 * React renders of a component with the hook, from its mount over two retries to `done`, per status that it shows.
 * @returns {Promise<import('./table.mjs').Row[]>}
 */
export async function report() {
  const shown = await inPage('renders', async (page) => {
    const shows = (/** @type {string} */ status) =>
      page.waitForFunction(`bench.shown.at(-1) === '${status}'`);
    await shows('idle');
    await page.getByRole('button').click();
    await shows('done');
    /** @type {string[]} */
    const all = await page.evaluate('bench.shown');
    return all;
  });
  const statuses = shown.filter((status, index) => status !== shown[index - 1]);
  return [
    {
      figure: 'React renders, mount to done over two retries',
      measured: `${shown.length}`,
      ratio: shown.length / statuses.length,
      to: `${statuses.length} statuses`,
      limit: 1,
    },
  ];
}
