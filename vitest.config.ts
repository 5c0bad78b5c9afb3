import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumArgs, findChromium } from './scripts/chromium.mjs';

const source = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

const packageAlias = [
  { find: /^safe-action$/, replacement: source('index.ts') },
  { find: /^safe-action\/react$/, replacement: source('react/index.ts') },
  { find: /^safe-action\/server$/, replacement: source('server/index.ts') },
  { find: /^safe-action\/testing$/, replacement: source('testing/index.ts') },
];

const react18Alias = [
  { find: /^react(\/.*)?$/, replacement: 'react-18$1' },
  { find: /^react-dom(\/.*)?$/, replacement: 'react-dom-18$1' },
];

// Found up front, so that Vite does not reload the page in the middle of a test when it meets them.
const optimizeDeps = {
  include: [
    'react',
    'react/jsx-runtime',
    'react/jsx-dev-runtime',
    'react-dom',
    'react-dom/client',
    '@tanstack/react-query',
    '@testing-library/react',
    'vitest-browser-react',
    'idb-keyval',
    'nanoid',
    'zod',
    'zod/mini',
    'fast-check',
  ],
};

function chromiumBrowser() {
  const executablePath = findChromium();
  return {
    enabled: true,
    headless: true,
    screenshotFailures: false,
    provider: playwright({
      launchOptions: { args: chromiumArgs, ...(executablePath === undefined ? {} : { executablePath }) },
    }),
    instances: [{ browser: 'chromium' as const }],
  };
}

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: packageAlias },
        test: {
          name: 'unit',
          environment: 'node',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/**/*.browser.test.{ts,tsx}', 'test/e2e/**', 'test/server/database/**'],
        },
      },
      {
        // The server half on real databases.
        resolve: { alias: packageAlias },
        test: {
          name: 'server',
          environment: 'node',
          include: ['test/server/database/**/*.test.ts'],
          globalSetup: 'test/server/database/globalSetup.ts',
          testTimeout: 30_000,
        },
      },
      {
        plugins: [react()],
        resolve: { alias: packageAlias },
        optimizeDeps,
        test: {
          name: 'browser',
          include: ['test/**/*.browser.test.{ts,tsx}'],
          browser: chromiumBrowser(),
        },
      },
      {
        // The same component tests on the oldest React that the peer range promises.
        plugins: [react()],
        resolve: { alias: [...packageAlias, ...react18Alias] },
        optimizeDeps,
        test: {
          name: 'react18',
          include: ['test/react/**/*.browser.test.{ts,tsx}'],
          browser: chromiumBrowser(),
        },
      },
    ],
  },
});
