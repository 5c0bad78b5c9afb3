// The pictures in docs/components.md: the demo's own checkout in each status, taken in Chromium. Run after
// `npm run build && npm run build:demo`; the network is broken as the demo's lab breaks it.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { chromiumArgs, ensureChromium } from './chromium.mjs';

/** @typedef {import('playwright').Page} Page */

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = `${root}docs/pictures/`;

const server = spawn(process.execPath, [`${root}dist-demo/server/main.js`], {
  env: { ...process.env, PORT: '0', DEMO_PARENT_STDIN: '1', DEMO_DATABASE: 'memory' },
  stdio: ['pipe', 'pipe', 'inherit'],
});

async function address() {
  for await (const line of createInterface(server.stdout)) {
    const [url] = /http:\S+/.exec(line) ?? [];
    if (url) return url;
  }
  throw new Error('The demo server did not start: is it built?');
}

const url = await address();

/** @param {string} path @param {object} [body] */
const lab = (path, body = {}) => fetch(`${url}/lab/${path}`, { method: 'POST', body: JSON.stringify(body) });

const button = 'main button.primary[data-status]';

/** @param {Page} page @param {string} status @param {string} [reason] */
const reach = (page, status, reason) =>
  page.waitForSelector(`${button}[data-status=${status}]${reason ? `[data-reason=${reason}]` : ''}`);

/**
 * What is to happen before each picture. The page's clock stands still, and moves as it is told.
 * @type {Record<string, (page: Page) => Promise<unknown>>}
 */
const scenes = {
  idle: async () => {},
  async pending(page) {
    await lab('fault', { fault: 'hang' });
    await page.click(button);
    await reach(page, 'pending');
    await page.clock.runFor(1100);
  },
  async wait(page) {
    await lab('fault', { fault: '202-then-done', ms: 60_000 });
    await page.click(button);
    await reach(page, 'wait', 'processing');
    await page.clock.runFor(1100);
  },
  async offline(page) {
    await page.getByLabel('Offline').check();
    await page.click(button);
    await reach(page, 'wait', 'offline');
  },
  async retry(page) {
    await scenes.offline?.(page);
    await page.clock.runFor(301_000);
    await reach(page, 'retry');
  },
  async check(page) {
    await lab('fault', { fault: 'drop-before', times: 4 });
    await page.click(button);
    while (!(await page.$(`${button}[data-status=check]`))) await page.clock.runFor(500);
  },
  async unprotected(page) {
    await lab('fault', { fault: 'drop-after' });
    await page.getByLabel('Their e-mail address').fill('ada@example.com');
    await page.click(button);
    await reach(page, 'check', 'unprotected');
  },
  async declined(page) {
    await page.getByLabel('Card that is declined').check();
    await page.click(button);
    await reach(page, 'declined');
  },
  async done(page) {
    await page.getByLabel('Name on parcels').fill('Ada Lovelace');
    await page.click(button);
    await reach(page, 'done');
  },
};

/** Where it is seen, if not at the checkout. @type {Record<string, string>} */
const pages = { unprotected: '/gift', done: '/profile' };

/** The button, and all that is said and offered below it. @param {Page} page */
async function clipOf(page) {
  const status = page.locator('main [data-part=status]');
  const boxes = [await page.locator(button).boundingBox(), await status.boundingBox()].filter((box) => !!box);
  const left = Math.min(...boxes.map(({ x }) => x));
  const top = Math.min(...boxes.map(({ y }) => y));
  const right = Math.max(...boxes.map(({ x, width }) => x + width));
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
  const margin = 12;
  return {
    x: left - margin,
    y: top - margin,
    width: right - left + 2 * margin,
    height: bottom - top + 2 * margin,
  };
}

const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumArgs });
try {
  for (const [name, happen] of Object.entries(scenes)) {
    await lab('reset');
    // A language and a time zone of its own, so that the pictures are the same everywhere.
    const context = await browser.newContext({
      viewport: { width: 560, height: 1200 },
      locale: 'en-GB',
      timezoneId: 'UTC',
      reducedMotion: 'reduce',
      // For the style sheet below; the shop itself forbids inline styles.
      bypassCSP: true,
    });
    const page = await context.newPage();
    await page.clock.install();
    await page.goto(url + (pages[name] ?? '/'));
    await reach(page, 'idle');
    await page.clock.pauseAt(Date.now() + 1000);
    await happen(page);
    // The hand is elsewhere.
    await page.mouse.move(0, 0);
    await page.addStyleTag({
      content: '.pay-bar { display: none !important } *:focus { outline: none !important }',
    });
    await page.screenshot({ path: `${folder}${name}.png`, clip: await clipOf(page) });
    console.log(`docs/pictures/${name}.png`);
    await context.close();
  }
} finally {
  await browser.close();
  server.stdin.end();
}
