// @ts-nocheck: a script, measured by running it
import { createServer } from 'node:http';
import { chromium } from 'playwright';
import { chromiumArgs, findChromium } from '../scripts/chromium.mjs';
import { bundle } from './bundle.mjs';

/**
 * Opens a bundle in a real Chromium, on a loopback server that answers every POST with `{}`.
 * @param {string} code the page's module
 * @param {(page: import('playwright').Page) => Promise<T>} use
 * @returns {Promise<T>}
 * @template T
 */
export async function inPage(code, use) {
  const { code: script } = await bundle(code, { external: [] });
  const server = createServer((request, response) => {
    const types = { '/': 'text/html', '/page.js': 'text/javascript' };
    response.setHeader('Content-Type', types[request.url ?? ''] ?? 'application/json');
    if (request.method === 'POST') response.end('{}');
    else if (request.url === '/page.js') response.end(script);
    else
      response.end(
        '<!doctype html><meta charset="utf-8"><title>bench</title><body><script type="module" src="/page.js"></script>',
      );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumArgs });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => console.error(error));
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    await page.waitForFunction('globalThis.ready');
    return await use(page);
  } finally {
    await browser.close();
    server.close();
    server.closeAllConnections();
  }
}

/** @param {number[]} values */
export function median(values) {
  return quantile(values, 0.5);
}

/** @param {number[]} values */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
