import { defineConfig } from '@playwright/test';
import end2end from '../../playwright.config.ts';

/** The long runs, started by `scripts/runs.mjs`. */
export default defineConfig({
  ...end2end,
  testDir: '.',
  testMatch: '*.runs.ts',
  // Its own, so that several kinds of runs can go on side by side.
  outputDir: `../../test-results/${process.env.RUNS_OF}-${process.env.RUNS_SEED}`,
  workers: 1,
  timeout: 180_000,
  // A run tells its own story, and a trace of each would cost as much as the run.
  projects: end2end.projects?.map((project) => ({ ...project, use: { ...project.use, trace: 'off' } })) ?? [],
  reporter: [['list'], ['./figures.ts']],
});
