import { test as base } from '../../e2e/shop.ts';
import { WebKit } from './webKit.ts';

/** Each test has a shop and a WebKit of its own. */
export const test = base.extend<{ webkit: WebKit }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants a destructured object here
  webkit: async ({}, use) => {
    const webkit = await WebKit.launch();
    await use(webkit);
    await webkit.quit();
  },
});
