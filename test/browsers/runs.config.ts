import { defineConfig } from '@playwright/test';
import end2end from '../../playwright.config.ts';

/** The long runs, started by `scripts/runs.mjs`. */
export default defineConfig({
  ...end2end,
  testDir: '.',
  testMatch: '*.runs.ts',
  outputDir: '../../test-results/runs',
  workers: 1,
  timeout: 180_000,
  reporter: [['list'], ['./figures.ts']],
});
