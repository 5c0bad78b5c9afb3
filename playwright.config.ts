import { defineConfig } from '@playwright/test';
import { chromiumArgs, findChromium } from './scripts/chromium.mjs';
import { findFirefox, firefoxChannel } from './scripts/firefox.mjs';

const at = (executablePath: string | undefined) => (executablePath === undefined ? {} : { executablePath });

/** Playwright's trace needs its own build of Firefox. */
const stockFirefox = {
  browserName: 'firefox',
  channel: firefoxChannel,
  launchOptions: at(findFirefox()),
} as const;

// No `webServer`: each test file starts its own demo server on a free loopback port, so that files
// can break theirs (drop answers, stop it, restart it) without disturbing the others.
export default defineConfig({
  testDir: 'test/e2e',
  testMatch: '**/*.e2e.ts',
  outputDir: 'test-results',
  // Texts for people, the same on every system.
  snapshotPathTemplate: '{testDir}/transcripts/{arg}{ext}',
  updateSnapshots: 'none',
  workers: 3,
  retries: 0,
  timeout: 60_000,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  projects: [
    {
      name: 'chromium',
      use: {
        browserName: 'chromium',
        // Recording takes a sixth of the time. A trace is looked at where somebody sits before it.
        trace: process.env.CI ? 'off' : 'retain-on-failure',
        launchOptions: { args: chromiumArgs, ...at(findChromium()) },
      },
    },
    {
      // Run by `npm run test:firefox`.
      name: 'firefox',
      // It reads the accessibility tree, which only Chromium gives.
      testIgnore: '17-keyboard.e2e.ts',
      // They stop a process, fill a quota, hide a tab or block storage by Chromium's own means.
      grepInvert: /@chromium/,
      use: stockFirefox,
    },
    {
      // Part of `npm test`: each engine has its own idea of what a click and a key are.
      name: 'firefox-taps',
      testMatch: '16-fire-twice.e2e.ts',
      use: stockFirefox,
    },
  ],
});
