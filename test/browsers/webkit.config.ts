import { defineConfig } from '@playwright/test';

/** WebKit over WebDriver, since no other driver starts a stock one. `npm run test:webkit` */
export default defineConfig({
  testDir: 'webkit',
  testMatch: '*.webkit.ts',
  outputDir: '../../test-results/webkit',
  workers: 1,
  timeout: 120_000,
  reporter: [['list'], ['./figures.ts']],
});
