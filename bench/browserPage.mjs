import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { chromiumArgs, ensureChromium } from '../scripts/chromium.mjs';
import { bundleFile, root } from './bundle.mjs';

const HTML =
  '<!doctype html><meta charset="utf-8"><title>bench</title><body><script type="module" src="/page.js"></script>';

/** Isolated, a page's `performance.now()` counts in 5 µs, else in 100. */
const ISOLATED = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/**
 * Opens `pages/<name>.ts` in a Chromium, from a loopback server that answers every POST with `{}`, or with a 503 under
 * `/503`. It has a profile on the disk: in the private windows of Playwright's contexts IndexedDB is in memory, where a
 * strict commit costs nothing.
 * @param {string} name
 * @param {(page: import('playwright').Page) => Promise<T>} use
 * @returns {Promise<T>} what `use` returns
 * @template T
 */
export async function inPage(name, use) {
  const { code } = await bundleFile(`${root}bench/pages/${name}.ts`);
  const server = createServer(({ method, url }, response) => {
    const [type, body] =
      method === 'POST'
        ? ['application/json', '{}']
        : url === '/page.js'
          ? ['text/javascript', code]
          : ['text/html', HTML];
    response.writeHead(url === '/503' ? 503 : 200, { ...ISOLATED, 'Content-Type': type }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('The loopback server has no port.');
  const profile = await mkdtemp(join(tmpdir(), 'safe-action-bench-'));
  const options = { executablePath: ensureChromium(), args: chromiumArgs };
  const browser = await chromium.launchPersistentContext(profile, options);
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`http://127.0.0.1:${address.port}/`);
    await page.waitForFunction('globalThis.bench');
    return await use(page);
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
    await rm(profile, { recursive: true, force: true });
  }
}
