// Pictures of every story, as a person would see it: `npm run screenshots` for all variants, or `npm run screenshots --
// dark german` for some; `--only=status` for the stories whose ID begins so. They go to `dist-screenshots`, with one sheet
// per variant to look at. Needs `dist-stories` (npm run build:storybook).
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { preview } from 'vite';
import { chromiumArgs, ensureChromium } from './chromium.mjs';

/**
 * @typedef {import('playwright').BrowserContextOptions & { globals?: string, zoom?: number }} Variant `globals` are
 * Storybook's; `zoom` enlarges the text alone.
 */

/** @type {Record<string, Variant>} */
const variants = {
  light: {},
  dark: { colorScheme: 'dark' },
  narrow: { viewport: { width: 320, height: 160 } },
  zoomed: { viewport: { width: 640, height: 160 }, zoom: 2 },
  german: { globals: 'language:de' },
  'german-narrow': { globals: 'language:de', viewport: { width: 320, height: 160 } },
  rtl: { globals: 'language:rtl' },
  forced: { forcedColors: 'active' },
  'forced-dark': { forcedColors: 'active', colorScheme: 'dark' },
  still: { reducedMotion: 'reduce' },
};

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'dist-screenshots');
const stories = join(root, 'dist-stories');

const given = process.argv.slice(2);
const only = given.find((argument) => argument.startsWith('--only='))?.slice('--only='.length) ?? '';
const named = given.filter((argument) => !argument.startsWith('--'));
for (const name of named) {
  if (!(name in variants)) throw new Error(`No such variant: ${name}. ${Object.keys(variants).join(', ')}.`);
}

/** @type {{ entries: Record<string, { id: string, type: string }> }} */
const { entries } = JSON.parse(readFileSync(join(stories, 'index.json'), 'utf8'));
const ids = Object.values(entries)
  .filter(({ id, type }) => type === 'story' && id.startsWith(only))
  .map(({ id }) => id);

const server = await preview({
  configFile: false,
  root,
  logLevel: 'error',
  build: { outDir: stories },
  preview: { host: '127.0.0.1', port: 0, open: false },
});
const address = server.resolvedUrls?.local[0] ?? '';
const browser = await chromium.launch({ executablePath: ensureChromium(), args: chromiumArgs });
try {
  for (const [name, variant] of Object.entries(variants)) {
    if (named.length === 0 || named.includes(name)) await picture(name, variant);
  }
} finally {
  await browser.close();
  await server.close();
}

/** @param {string} name @param {Variant} variant */
async function picture(name, { globals = '', zoom, ...options }) {
  const folder = join(out, name);
  if (!only) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const context = await browser.newContext({ viewport: { width: 560, height: 160 }, ...options });
  const page = await context.newPage();
  for (const id of ids) {
    const query = new URLSearchParams({ id, viewMode: 'story', globals: `a11y.manual:!true;${globals}` });
    await page.goto(`${address}iframe.html?${query}`);
    const end = await page.waitForFunction(() => {
      const { phase } = Reflect.get(window, '__STORYBOOK_PREVIEW__')?.currentRender ?? {};
      return (phase === 'finished' || phase === 'errored') && phase;
    });
    if ((await end.jsonValue()) === 'errored') {
      console.error(`${name}: ${id} did not come to its end.`);
      process.exitCode = 1;
    }
    if (zoom) await page.addStyleTag({ content: `:root { font-size: ${zoom * 100}% }` });
    await page.screenshot({ path: join(folder, `${id}.png`), fullPage: true, animations: 'disabled' });
  }
  await context.close();
  await sheet(name, folder);
  console.log(`${name}: ${ids.length} stories`);
}

/** All pictures of a variant side by side. @param {string} name @param {string} folder */
async function sheet(name, folder) {
  const pictures = readdirSync(folder)
    .filter((file) => file.endsWith('.png'))
    .map((file) => `<figure><img src="${name}/${file}"><figcaption>${file}</figcaption></figure>`);
  const style =
    'body{display:grid;grid-template-columns:repeat(4,1fr);align-items:start;gap:12px;margin:12px;font:12px sans-serif}figure{margin:0}img{inline-size:100%}';
  const path = join(dirname(folder), `${name}.html`);
  writeFileSync(path, `<!doctype html><title>${name}</title><style>${style}</style>${pictures.join('')}`);
}
