import { storybookTest } from '@storybook/addon-vitest/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, mergeConfig } from 'vitest/config';
import { chromiumArgs, findChromium } from '../scripts/chromium.mjs';
import storybook from './vite.config.ts';

const executablePath = findChromium();

/** Every story is a test: it renders, its `play` function runs, and axe finds nothing. */
export default mergeConfig(
  storybook,
  defineConfig({
    root: '..',
    plugins: [storybookTest({ configDir: '.storybook' })],
    test: {
      name: 'stories',
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({
          launchOptions: { args: chromiumArgs, ...(executablePath === undefined ? {} : { executablePath }) },
        }),
        instances: [{ browser: 'chromium' }],
      },
    },
  }),
);
